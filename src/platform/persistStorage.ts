/**
 * Asks the browser not to evict this origin's data when space gets short. Call it on a person's click: some browsers ask them.
 * Returns whether the data stays; false where the browser has no such thing.
 */
export async function persistStorage(): Promise<boolean> {
  try {
    return (await globalThis.navigator?.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
}
