import { badRequest } from '../protocol/errors';
import { openArchive, type KeptSettings } from './archive';
import { restoreUnreadPictures } from './backupRecords';
import { restoreDocuments, type RestoredDocuments } from './restoreDocuments';
import { restorePictures, stopIfAborted, type RestoredPictures, type RestoreOptions } from './restorePictures';

export interface RestoreReport {
  pictures: RestoredPictures;
  /** Edited pictures. */
  documents: RestoredDocuments;
  settings: KeptSettings;
}

/**
 * Adds what a backup holds to what is here; nothing that is here is changed or deleted. The settings are handed back for
 * the caller to take over. Rejects with `bad-request` (no backup, or its list is damaged), `storage-full`, `storage-refused`,
 * `cancelled`.
 */
export async function restoreBackup(blob: Blob, options: RestoreOptions = {}): Promise<RestoreReport> {
  const archive = await openArchive(blob);
  const { manifest } = archive;
  if (!manifest?.documents || !manifest.settings) {
    throw badRequest(
      'This file is no backup of Outpane.',
      'Nothing was changed. Pictures and zip files of pictures can be imported in the gallery.',
    );
  }
  const pictures: RestoredPictures = { added: 0, bare: 0, known: 0, damaged: [] };
  await restorePictures(archive, manifest.pictures, pictures, options);
  const { records = [] } = manifest;
  const check = () => stopIfAborted(options.signal);
  await restoreUnreadPictures(archive, records, pictures, check);
  const parts = [...manifest.documents, ...records.filter(({ store }) => store === 'documents')];
  const documents = await restoreDocuments(archive, parts, check);
  return { pictures, documents, settings: manifest.settings };
}
