import { createStore } from 'zustand/vanilla';

/** Milliseconds until what did not arrive is asked for again. */
const PAUSE = 2000;

interface Missing {
  /** How many parts of the app's own code are waited for that did not arrive at the first try. */
  missing: number;
  /** Why the last of them did not; null where none is missing. */
  cause: string | null;
}

export const missingStore = createStore<Missing>(() => ({ missing: 0, cause: null }));

const lack = (thrown: unknown) =>
  missingStore.setState(({ missing }) => ({ missing: missing + 1, cause: String(thrown) }));
const have = () =>
  missingStore.setState(({ missing, cause }) => ({ missing: missing - 1, cause: missing === 1 ? null : cause }));

/**
 * A part of the app, loaded at the first call and once: `const loadX = part(() => import('./x'))`. On a first visit the network
 * may fail before the service worker has everything: then it is asked for until it is there. (Browsers before Chromium 156 and
 * Firefox 154 remember that a module failed until the page is reloaded.) The calls never reject.
 */
export function part<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => (loading ??= insist(load));
}

async function insist<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      const loaded = await load();
      if (tries > 1) have();
      return loaded;
    } catch (thrown) {
      if (tries === 1) {
        console.warn(thrown);
        lack(thrown);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
