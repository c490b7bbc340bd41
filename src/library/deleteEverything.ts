import { stopEditor } from '../editor/editor';
import { engine } from '../engineState/engine';
import { deleteAllData } from '../storage/deleteAllData';
import { forgetInstalledFiles } from '../pwa/forget';

/**
 * Deletes weights, pictures, documents, settings and caches, and begins anew, as on a first visit. Rejects with
 * `storage-refused` when another tab holds on to something.
 */
export async function deleteEverything(): Promise<void> {
  // First: they would write the next chunk of a download, or the picture on the table, into what has just been deleted.
  engine().dispose();
  stopEditor();
  await deleteAllData();
  await forgetInstalledFiles();
  // Without the #: a gallery of nothing is no first visit.
  history.replaceState(null, '', location.pathname);
  location.reload();
}
