import { createStore } from 'zustand/vanilla';
import { isOffline } from './network';

export interface ConnectionState {
  /** The network is off, or the last thing that was fetched could not be. */
  offline: boolean;
}

/** Read with zustand's `useStore(connectionStore, ...)`. The page's own: a worker's fetches come to it by `sendReports`. */
export const connectionStore = createStore<ConnectionState>(() => ({ offline: isOffline() }));

/** Follows the browser's own word. Returns the way to stop. */
export function watchConnection(): () => void {
  const update = () => connectionStore.setState({ offline: isOffline() });
  addEventListener('online', update);
  addEventListener('offline', update);
  update();
  return () => {
    removeEventListener('online', update);
    removeEventListener('offline', update);
  };
}

/** Header of an answer that the service worker had kept: the server was not reached. */
export const KEPT_ANSWER = 'X-Outpane-Kept';

/**
 * Tells how a fetch ended: with an answer (any status), or without a connection. A browser behind a dead router
 * believes to be online, and only this shows it.
 */
export function reportFetch(reached: boolean): void {
  const offline = !reached || isOffline();
  if (offline !== connectionStore.getState().offline) connectionStore.setState({ offline });
}

let report = reportFetch;

/** In a worker: how its fetches end is told to the page, which has the mark. */
export function sendReports(to: (reached: boolean) => void): void {
  report = to;
}

/** `fetch` that also reports how it ended, where the app's own server was asked. One that was given up says nothing. */
export async function watchedFetch(url: string, options: RequestInit): Promise<Response> {
  const own = globalThis.location?.origin;
  const tell = (reached: boolean) => {
    if (own === undefined || new URL(url).origin === own) report(reached);
  };
  try {
    const response = await fetch(url, options);
    tell(!response.headers.has(KEPT_ANSWER));
    return response;
  } catch (thrown) {
    if (!options.signal?.aborted) tell(false);
    throw thrown;
  }
}
