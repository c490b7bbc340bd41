import { createStore } from 'zustand/vanilla';
import { isOffline } from './network';

export interface ConnectionState {
  /** The network is off, or the last thing that was fetched could not be. */
  offline: boolean;
}

/** Read with zustand's `useStore(connectionStore, ...)`. Of this thread: the worker's fetches are told by `reportFetch`. */
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

/**
 * Tells how a fetch ended: with an answer (any status), or without a connection. A browser behind a dead router
 * believes to be online, and only this shows it. Nothing is fetched to find out.
 */
export function reportFetch(reached: boolean): void {
  const offline = !reached || isOffline();
  if (offline !== connectionStore.getState().offline) connectionStore.setState({ offline });
}
