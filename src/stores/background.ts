import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { clearBadge, showBadge } from '../platform/badge';
import { askToNotify, notifyInBackground, type NotifyPermission } from '../platform/notify';
import { keepScreenAwake } from '../platform/wakeLock';
import { persisted } from './persistence';
import { useRun } from './run';

interface Background {
  /** Tell when a long run ends while the person looks elsewhere. Off until they ask for it. */
  notifications: boolean;
}

export const useBackground = create<Background>()(
  persist<Background, [], [], Background>(
    () => ({ notifications: false }),
    persisted<Background, Background>('background', ({ notifications }) => ({ notifications }), readBackground),
  ),
);

export function readBackground(kept: unknown): Partial<Background> {
  const { notifications } = (kept ?? {}) as Record<string, unknown>;
  return typeof notifications === 'boolean' ? { notifications } : {};
}

/** Turns the notifications on or off; on asks the browser, so call it on a click. Resolves with what the browser allows. */
export async function setNotifications(on: boolean): Promise<NotifyPermission> {
  const permission = on ? await askToNotify() : 'granted';
  useBackground.setState({ notifications: on && permission === 'granted' });
  return permission;
}

/** A run that was shorter has ended before anybody could look elsewhere. */
const LONG_RUN_MS = 10_000;

/** While something runs, the screen stays awake and the app's icon is marked. Returns the way to stop. */
export function followRuns(iconUrl: string): () => void {
  let release: (() => void) | null = null;
  let began = 0;
  const end = () => {
    release?.();
    release = null;
    clearBadge();
  };
  const stop = useRun.subscribe(({ status, outcome }) => {
    const running = status !== 'idle';
    if (running === (release !== null)) return;
    if (running) {
      began = performance.now();
      release = keepScreenAwake();
      showBadge();
      return;
    }
    end();
    const isLong = performance.now() - began >= LONG_RUN_MS;
    if (!isLong || !useBackground.getState().notifications || outcome === null || outcome.kind === 'cancelled') return;
    const title = outcome.kind === 'done' ? 'Your picture is ready' : 'The picture could not be made';
    // Only a convenience: where it can't be shown, the page says the same.
    notifyInBackground({ title, body: 'Outpane', icon: iconUrl }).catch(() => undefined);
  });
  return () => {
    stop();
    end();
  };
}
