/** The browser knows that there is no network. False says nothing: there may be none all the same. */
export function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
