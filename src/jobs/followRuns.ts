import { clearBadge, showBadge } from '../platform/badge';
import { notifyInBackground } from '../platform/notify';
import { keepScreenAwake } from '../platform/wakeLock';
import { useBackground } from '../settings/background';
import { isBusy } from './jobQueue';
import { jobs } from './jobs';

/** Work that was shorter has ended before anybody could look elsewhere. */
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
  const stop = jobs.store.subscribe((state) => {
    const { lastEnd } = state;
    const running = isBusy(state);
    if (running === (release !== null)) return;
    if (running) {
      began = performance.now();
      release = keepScreenAwake();
      showBadge();
      return;
    }
    end();
    const isLong = performance.now() - began >= LONG_RUN_MS;
    if (!isLong || !useBackground.getState().notifications || lastEnd === null || lastEnd.kind === 'cancelled') return;
    const title = lastEnd.kind === 'done' ? 'Your picture is ready' : 'The picture could not be made';
    // Only a convenience: where it can't be shown, the page says the same.
    notifyInBackground({ title, body: 'Outpane', icon: iconUrl }).catch(() => undefined);
  });
  return () => {
    stop();
    end();
  };
}
