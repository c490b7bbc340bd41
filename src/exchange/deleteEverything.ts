import { closeEditor } from '../editor/editor';
import { engine } from '../engineState/engine';
import { jobs } from '../jobs/jobs';
import { forgetInstalledFiles } from '../pwa/forget';
import { stopKeepingSettings } from '../settings/otherTabs';
import { deleteInAllTabs } from '../storage/deleteAllData';

/**
 * Deletes weights, pictures, documents, settings and caches, and begins anew, as on a first visit. Rejects with
 * `storage-refused` when another tab does not answer or holds on to something.
 */
export async function deleteEverything(): Promise<void> {
  await deleteInAllTabs(stopWriting);
  await forgetInstalledFiles();
  // Without the #: a gallery of nothing is no first visit.
  history.replaceState(null, '', location.pathname);
  location.reload();
}

/** Begins nothing more that would be written: no job, not the next chunk of a download, no step of the picture on the table, no setting. */
export async function stopWriting(): Promise<void> {
  jobs.stop();
  engine().dispose();
  stopKeepingSettings();
  await closeEditor();
}
