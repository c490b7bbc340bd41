import { create } from 'zustand';
import type { ImportedSettings } from '../metadata/importedSettings';
import { snapSide, STARTER_SIZE } from './sizes';
import { useModel } from './model';
import { useSettings, type Settings } from './settings';

/** Settings that came from outside. They are shown; only the person takes them over. */
export interface Incoming {
  from: 'picture' | 'link';
  settings: ImportedSettings;
  /** The picture they came in. */
  file: File | null;
}

export const useIncoming = create<{ incoming: Incoming | null }>(() => ({ incoming: null }));

export function showIncoming(incoming: Incoming): void {
  useIncoming.setState({ incoming });
}

export function dismissIncoming(): void {
  useIncoming.setState({ incoming: null });
}

/** The app's own settings from another picture's: what it does not say stays as it is. Sizes are brought to what the model can do. */
function toSettings(imported: ImportedSettings): Partial<Settings> {
  const rule = useModel.getState().card?.size ?? STARTER_SIZE;
  const { prompt, negativePrompt, seed, steps, guidanceScale, sampler, width, height } = imported;
  return {
    prompt,
    negativePrompt,
    style: '',
    ...(seed === null ? {} : { seed, randomSeed: false }),
    ...(steps === null ? {} : { steps }),
    ...(guidanceScale === null ? {} : { guidanceScale }),
    ...(sampler?.id ? { sampler: sampler.id } : {}),
    ...(width === null ? {} : { width: snapSide(width, rule) }),
    ...(height === null ? {} : { height: snapSide(height, rule) }),
  };
}

/** The person has looked at the settings and wants them. Nothing runs. */
export function takeIncoming(): void {
  const { incoming } = useIncoming.getState();
  if (incoming) useSettings.getState().set(toSettings(incoming.settings));
  dismissIncoming();
}
