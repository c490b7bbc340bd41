/** Bytes this origin may still store, as the browser estimates it; null where it doesn't say. */
export async function freeStorageBytes(): Promise<number | null> {
  try {
    const { quota, usage } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}

/** Whether this origin's data stays when space gets short; false where the browser has no such thing. */
export async function isStoragePersisted(): Promise<boolean> {
  try {
    return (await globalThis.navigator?.storage?.persisted?.()) ?? false;
  } catch {
    return false;
  }
}
