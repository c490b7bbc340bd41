import { storageRefused } from '../protocol/errors';
import { STORES } from './keyValue';

/** Beginning of every key of ours in localStorage and sessionStorage. */
const PREFIX = 'outpane';
const CHANNEL = 'outpane-deleted';
/** Longest wait in ms for other tabs to let go of a database; they do so at once unless they hang. */
const PATIENCE = 10_000;

/**
 * Deletes everything this page has kept in databases and in localStorage, and tells the other tabs, so that they don't write
 * back what they still have in mind. The page must reload afterwards without storing anything. Rejects with
 * `storage-refused` when another tab does not let go; what was deleted until then stays deleted.
 */
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

/** Calls `listener` when another tab has deleted everything: reload then. Returns the way to stop. */
export function onDeletedElsewhere(listener: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => listener();
  return () => channel.close();
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
