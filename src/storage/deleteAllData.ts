import { storageRefused } from '../protocol/errors';
import { closeStorage, STORES } from './keyValue';
import { stopOtherTabs } from './stopOtherTabs';

/** Beginning of every key of ours in localStorage and sessionStorage. */
const PREFIX = 'outpane';
/** All that tabs with older code understand: they reload then. */
const CHANNEL = 'outpane-deleted';
/** Longest wait in ms for other tabs to let go of a database; they do so at once unless they hang. */
const PATIENCE = 10_000;

/**
 * Deletes everything this page has kept, after all other tabs have stopped writing; then they begin anew. `stopHere` does the same
 * for this page, which must reload afterwards. Rejects with `storage-refused` when another tab does not answer, before anything
 * was done, or when one does not let go; what was deleted until then stays deleted.
 */
export async function deleteInAllTabs(stopHere: () => Promise<void>): Promise<void> {
  const over = await stopOtherTabs();
  try {
    await stopHere();
    closeStorage();
    await deleteAllData();
  } finally {
    over();
  }
}

/** Deletes everything of ours in databases, localStorage and sessionStorage, whoever writes meanwhile. Rejects with `storage-refused`. */
export async function deleteAllData(): Promise<void> {
  for (const name of Object.values(STORES)) await deleteDatabase(name);
  for (const storage of [readable(() => localStorage), readable(() => sessionStorage)]) {
    if (!storage) continue;
    for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
  }
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('deleted');
  channel.close();
}

/** Reading the property alone throws where site data is blocked. */
function readable(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: string) =>
      reject(
        storageRefused(
          'Not everything could be deleted.',
          'Close the other tabs with Outpane and try again.',
          `${name}: ${cause}`,
        ),
      );
    const timer = setTimeout(() => refuse('blocked'), PATIENCE);
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => {
      clearTimeout(timer);
      resolve();
    };
    request.onerror = () => {
      clearTimeout(timer);
      refuse(request.error?.message ?? 'refused');
    };
  });
}
