import { createStore } from 'zustand/vanilla';

/** Milliseconds until what did not arrive is asked for again. */
const PAUSE = 2000;

/** How many parts of the app's own code are waited for that did not arrive at the first try. */
export const missingStore = createStore<{ missing: number }>(() => ({ missing: 0 }));

const count = (by: 1 | -1) => missingStore.setState(({ missing }) => ({ missing: missing + by }));

/**
 * Loads a part of the app: `part(() => import('./x'))`. On a first visit the network may fail before the service worker has
 * everything: then it is asked for until it is there. Never rejects.
 */
export async function part<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    count(1);
  }
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    try {
      const loaded = await load();
      count(-1);
      return loaded;
    } catch {
      // Not yet.
    }
  }
}
