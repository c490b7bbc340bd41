/** The browser knows that there is no network. False says nothing: there may be none all the same. */
export function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

/** The person asked for few bytes (or pays for them): big downloads should be asked for first. */
export function isMetered(): boolean {
  const connection = (globalThis.navigator as (Navigator & { connection?: { saveData?: boolean } }) | undefined)
    ?.connection;
  return connection?.saveData === true;
}
