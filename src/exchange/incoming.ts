import { create } from 'zustand';
import type { Size } from '../geometry/rect';
import type { PictureSettings } from '../protocol/pictureSettings';
import { useSettings } from '../settings/settings';
import { toSettings } from './takenSettings';

/** Settings that came from outside. They are shown; only the person takes them over. */
export interface Incoming {
  from: 'picture' | 'link';
  settings: PictureSettings;
  /** Of the picture they came in, where that is known. */
  size: Size | null;
  /** That picture, where it is not in the gallery. */
  file: File | null;
}

export const useIncoming = create<{ incoming: Incoming | null }>(() => ({ incoming: null }));

export function showIncoming(incoming: Incoming): void {
  useIncoming.setState({ incoming });
}

export function dismissIncoming(): void {
  useIncoming.setState({ incoming: null });
}

/** The person has looked at the settings and wants them. Nothing runs. */
export function takeIncoming(): void {
  const { incoming } = useIncoming.getState();
  if (incoming) useSettings.getState().set(toSettings(incoming.settings));
  dismissIncoming();
}
