import { cancelled } from '../protocol/errors';
import type { Archive, Manifest } from './archive';
import { settingsOf } from './pictureMeta';
import { keptPictures, savePictures, type StoredPicture } from './pictures';
import { listedName, readArchivePicture } from './readArchivePicture';

/** So many pictures, or bytes of them, are written in one go: each go tells the lists, and tells them once. */
const BATCH = 25;
const BATCH_BYTES = 32 * 2 ** 20;

/** What became of the pictures of an archive. */
export interface RestoredPictures {
  /** Added, and how many of these say nothing about how they were made. */
  added: number;
  bare: number;
  /** Here already; they stay as they are. */
  known: number;
  /** What those are called that could not be read. */
  damaged: string[];
}

export interface RestoreOptions {
  signal?: AbortSignal;
  /** Pictures looked at so far, and all. */
  onProgress?: (done: number, total: number) => void;
  /** Makes a small copy where the archive has none. Without it the picture itself is used. */
  makeThumbnail?: (png: Blob) => Promise<Blob>;
}

/**
 * Adds the pictures of an archive's list, one after the other, and counts them in `count`, which also holds where it rejects:
 * with `cancelled`, `storage-full`, `storage-refused`.
 */
export async function restorePictures(
  archive: Archive,
  list: Manifest['pictures'],
  count: RestoredPictures,
  { signal, onProgress, makeThumbnail = async (png) => png }: RestoreOptions,
): Promise<void> {
  let batch: StoredPicture[] = [];
  let bytes = 0;
  const flush = async () => {
    const known = await keptPictures(batch.map(({ meta }) => meta.id));
    const added = batch.filter(({ meta }) => !known.has(meta.id));
    if (added.length > 0) await savePictures(added);
    count.known += known.size;
    count.added += added.length;
    count.bare += added.filter(({ meta }) => settingsOf(meta) === null).length;
    batch = [];
    bytes = 0;
  };
  for (const [i, one] of list.entries()) {
    stopIfAborted(signal);
    const picture = await readArchivePicture(archive, one);
    if (picture) {
      batch.push({
        ...picture,
        thumbnail: picture.thumbnail ?? (await makeThumbnail(picture.png).catch(() => picture.png)),
      });
      bytes += picture.png.size;
    } else count.damaged.push(listedName(one));
    if (batch.length === BATCH || bytes >= BATCH_BYTES || i === list.length - 1) {
      await flush();
      onProgress?.(i + 1, list.length);
    }
  }
}

/** Rejects with `cancelled` where the person has stopped it. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw cancelled('What was added so far is kept; doing it again adds the rest.');
}
