import { OutpaneError } from '../protocol/errors';
import { openArchive, readArchivePicture, type Archive, type KeptSettings, type Manifest } from './archive';
import { keptPictures, savePictures, type StoredPicture } from './pictures';
import { restoreDocuments } from './restoreDocuments';

/** So many pictures are written in one go: each go tells the lists, and tells them once. */
const RESTORE_BATCH = 25;

export interface RestoreReport {
  /** Pictures that were added. */
  pictures: number;
  /** Pictures that were there already, and stayed as they are. */
  known: number;
  /** Pictures that could not be read. */
  damaged: number;
  /** Edited pictures that were added. */
  documents: number;
  settings: KeptSettings;
}

export interface RestoreOptions {
  signal?: AbortSignal;
  /** Pictures looked at so far, and all. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Adds what a backup holds to what is here; nothing that is here is changed or deleted. The settings are handed back for
 * the caller to take over. Rejects with `bad-request` (no backup), `storage-full`, `storage-refused`, `cancelled`.
 */
export async function restoreBackup(blob: Blob, options: RestoreOptions = {}): Promise<RestoreReport> {
  const archive = await openArchive(blob);
  const { manifest } = archive;
  if (!manifest?.documents || !manifest.settings) {
    throw new OutpaneError({
      code: 'bad-request',
      message: 'This file is no backup of Outpane.',
      hint: 'Nothing was changed. Pictures and zip files of pictures can be imported in the gallery.',
    });
  }
  const counted = await restorePictures(archive, manifest.pictures, options);
  const restored = await restoreDocuments(archive, manifest.documents);
  return { ...counted, documents: restored, settings: manifest.settings };
}

async function restorePictures(
  archive: Archive,
  list: Manifest['pictures'],
  { signal, onProgress }: RestoreOptions,
): Promise<Pick<RestoreReport, 'pictures' | 'known' | 'damaged'>> {
  const report = { pictures: 0, known: 0, damaged: 0 };
  for (let at = 0; at < list.length; at += RESTORE_BATCH) {
    stopIfAborted(signal);
    const batch: StoredPicture[] = [];
    for (const one of list.slice(at, at + RESTORE_BATCH)) {
      const picture = await readArchivePicture(archive, one).catch(() => null);
      if (!picture) report.damaged += 1;
      // A missing thumbnail costs a larger file in the grid, not the picture.
      else batch.push({ ...picture, thumbnail: picture.thumbnail ?? picture.png });
    }
    const known = await keptPictures(batch.map(({ meta }) => meta.id));
    const added = batch.filter(({ meta }) => !known.has(meta.id));
    if (added.length > 0) await savePictures(added);
    report.known += known.size;
    report.pictures += added.length;
    onProgress?.(Math.min(at + RESTORE_BATCH, list.length), list.length);
  }
  return report;
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new OutpaneError({
    code: 'cancelled',
    message: 'Stopped.',
    hint: 'What was added so far is kept; doing it again adds the rest.',
  });
}
