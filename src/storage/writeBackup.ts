import { writeArchive, manifestFile, type ArchiveFile, type KeptSettings, type Manifest } from './archive';
import { recordFiles, type RecordFiles } from './backupRecords';
import { documentOf, livingDocuments } from './documentKeys';
import { openStore, type KeyValueStore } from './keyValue';
import { readPictureMeta } from './pictureMeta';
import { pictureRecords, readPicture, readPictureRecord, readThumbnail } from './pictures';
import { isPlainJson } from './recordCodec';

/** Document records read at a time. */
const READ_BATCH = 50;

/**
 * Everything but the weights in one file, as a stream: pictures with all that is known about them, the pictures being
 * edited with their histories, and the settings given here. Weights are left out: they are large, and can be fetched again.
 */
export function writeBackup(settings: KeptSettings): ReadableStream<Uint8Array> {
  return writeArchive(backupFiles(settings));
}

/** One edited picture as a backup that has nothing else: any version that can read it adds it to what is there. */
export function writeDocumentCopy(id: string): ReadableStream<Uint8Array> {
  async function* files(): AsyncGenerator<ArchiveFile> {
    const { documents, records, pages } = await documentFiles(id);
    yield manifestFile({ pictures: [], documents, records, settings: {} });
    yield* pages();
  }
  return writeArchive(files());
}

async function* backupFiles(settings: KeptSettings): AsyncGenerator<ArchiveFile> {
  const { metas, unread } = await picturesToKeep();
  const { documents, records, pages } = await documentFiles();
  const pictures = metas.map(({ id, raw }) => ({ file: picturePath(id), thumbnail: thumbnailPath(id), meta: raw }));
  const all = [...records, ...unread.map(({ entry }) => entry)];
  yield manifestFile({ pictures, documents, settings, ...(all.length > 0 && { records: all }) });
  // Before the pictures: the editor goes on working, and what it lets go of meanwhile must be in here.
  yield* pages();
  for (const { files } of unread) yield* files;
  for (const { id, createdAt } of metas) {
    const [png, thumbnail] = await Promise.all([readPicture(id), readThumbnail(id)]);
    // Deleted since the list was made.
    if (!png) continue;
    yield { name: picturePath(id), content: png, modifiedAt: createdAt };
    if (thumbnail) yield { name: thumbnailPath(id), content: thumbnail, modifiedAt: createdAt };
  }
}

const picturePath = (id: string) => `pictures/${id}.png`;
const thumbnailPath = (id: string) => `thumbnails/${id}.webp`;

/** The pictures that can be read, and the records and files of all others as they are stored. */
async function picturesToKeep() {
  const metas: { id: string; raw: unknown; createdAt: number }[] = [];
  const unread: RecordFiles[] = [];
  for (const [id, raw] of await pictureRecords()) {
    const found = readPictureMeta(id, raw);
    if (found && 'meta' in found) {
      metas.push({ id, raw, createdAt: found.meta.createdAt });
      continue;
    }
    const { meta, png, thumbnail } = await readPictureRecord(id);
    const parts = [
      ['pictureMeta', meta],
      ['pictures', png],
      ['thumbnails', thumbnail],
    ] as const;
    const files = parts.map(([store, value]) => value !== undefined && recordFiles(store, id, value, Date.now()));
    unread.push(...files.filter((one) => one !== false && one !== null));
  }
  return { metas, unread };
}

/** Of all edited pictures, or of one. */
async function documentFiles(only?: string) {
  const store = openStore<unknown>('documents');
  const all = await store.keys();
  const living = livingDocuments(all);
  const isWanted = (id: string) => living.has(id) && (only === undefined || id === only);
  // Of what is just being deleted, or only half here, nothing can be opened again.
  const keys = all.filter((key) => isWanted(documentOf(key)) && !key.startsWith('hidden:'));
  const tiles = await plainTiles(store, keys);
  // Everything else is small, and is read at once so that heads fit their histories.
  const small = keys.filter((key) => !tiles.has(key));
  const values = new Map((await store.getMany(small)).map((value, i) => [small[i], value]));
  const modifiedAt = Date.now();
  const documents: NonNullable<Manifest['documents']> = [];
  const others: RecordFiles[] = [];
  for (const [i, key] of keys.entries()) {
    const value = values.get(key);
    if (tiles.has(key)) documents.push({ key, file: `documents/${i}.bin`, kind: 'bytes' });
    else if (isPlainJson(value)) documents.push({ key, file: `documents/${i}.json`, kind: 'json' });
    else others.push(...[recordFiles('documents', key, value, modifiedAt)].filter((one) => one !== null));
  }
  async function* pages(): AsyncGenerator<ArchiveFile> {
    for (const { key, file, kind } of documents) {
      if (kind === 'json') yield { name: file, content: JSON.stringify(values.get(key)), modifiedAt };
    }
    for (const { files } of others) yield* files;
    const pixels = documents.filter(({ kind }) => kind === 'bytes');
    for (let at = 0; at < pixels.length; at += READ_BATCH) {
      const batch = pixels.slice(at, at + READ_BATCH);
      const bytes = await store.getMany(batch.map(({ key }) => key));
      for (const [i, { file }] of batch.entries()) {
        const value = bytes[i];
        if (value instanceof Uint8Array) yield { name: file, content: new Uint8Array(value), modifiedAt };
      }
    }
  }
  return { documents, records: others.map(({ entry }) => entry), pages };
}

/** Keys of tiles in the form that this version writes. */
async function plainTiles(store: KeyValueStore<unknown>, keys: string[]): Promise<Set<string>> {
  const tiles = keys.filter((key) => key.startsWith('tile:'));
  const plain = new Set<string>();
  for (let at = 0; at < tiles.length; at += READ_BATCH) {
    const batch = tiles.slice(at, at + READ_BATCH);
    const values = await store.getMany(batch);
    batch.forEach((key, i) => values[i] instanceof Uint8Array && plain.add(key));
  }
  return plain;
}
