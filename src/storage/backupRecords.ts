import { badRequest } from '../protocol/errors';
import { PICTURE_ID, type Archive, type ArchiveFile, type Manifest } from './archive';
import { keptPictures, savePictureRecord, type PictureRecord } from './pictures';
import { decodeRecord, encodeRecord } from './recordCodec';
import type { RestoredPictures } from './restorePictures';

type RecordEntry = NonNullable<Manifest['records']>[number];
type StoreOfRecords = RecordEntry['store'];

/** A stored record on its way into a backup, byte for byte. */
export interface RecordFiles {
  entry: RecordEntry;
  files: ArchiveFile[];
}

/** A record as files of an archive. Null for the few values that have no form outside a database. */
export function recordFiles(
  store: StoreOfRecords,
  key: string,
  value: unknown,
  modifiedAt: number,
): RecordFiles | null {
  const encoded = encodeRecord(value);
  if (!encoded) return null;
  const name = `records/${store}/${encodeURIComponent(key)}`;
  const binaries = encoded.binaries.map((_, i) => `${name}.${i}.bin`);
  return {
    entry: { store, key, file: `${name}.json`, binaries },
    files: [
      { name: `${name}.json`, content: encoded.json, modifiedAt },
      ...encoded.binaries.map((content, i) => ({ name: binaries[i] ?? '', content, modifiedAt })),
    ],
  };
}

/** The value of a record of an archive. Rejects where the archive does not have all of it, or it is damaged. */
export async function readRecordEntry(archive: Archive, { key, file, binaries }: RecordEntry): Promise<unknown> {
  const blobs = await Promise.all([file, ...binaries].map((name) => archive.file(name)));
  const [json, ...rest] = blobs.filter((blob) => blob !== null);
  if (!json || rest.length !== binaries.length) {
    throw badRequest('A part of the backup is missing.', 'What could be read of it was added.', key);
  }
  return decodeRecord({ json: await json.text(), binaries: rest });
}

/**
 * Adds the pictures that the backup's writer could not read, as they were stored; a newer version shows them, this one keeps
 * them. Those that are here stay as they are. Counts them in `count`; `check` is called in between, and ends it by throwing. Rejects with
 * `storage-full`, `storage-refused`.
 */
export async function restoreUnreadPictures(
  archive: Archive,
  records: readonly RecordEntry[],
  count: RestoredPictures,
  check: () => void,
): Promise<void> {
  const ids = records.filter(({ store }) => store === 'pictureMeta').map(({ key }) => key);
  const known = await keptPictures(ids);
  for (const id of ids) {
    check();
    if (known.has(id)) {
      count.known += 1;
      continue;
    }
    const part = async (wanted: StoreOfRecords) => {
      const entry = records.find(({ store, key }) => store === wanted && key === id);
      return entry && (await readRecordEntry(archive, entry));
    };
    const read = async (): Promise<PictureRecord> => ({
      meta: await part('pictureMeta'),
      png: await part('pictures'),
      thumbnail: await part('thumbnails'),
    });
    const record = PICTURE_ID.test(id) ? await read().catch(() => null) : null;
    if (record) {
      await savePictureRecord(id, record);
      count.added += 1;
    } else count.damaged.push(id);
  }
}
