import { badRequest, cancelled } from '../protocol/errors';
import {
  manifestFile,
  openArchive,
  readArchivePicture,
  writeArchive,
  type ArchiveFile,
  type Manifest,
} from './archive';
import { readRecordEntry, recordFiles, restoreUnreadPictures, type RecordFiles } from './backupRecords';
import { documentOf } from './documents';
import { openStore, type KeyValueStore } from './keyValue';
import { readPictureMeta } from './pictureMeta';
import {
  keptPictures,
  pictureRecords,
  readPicture,
  readPictureRecord,
  readThumbnail,
  savePictures,
  type StoredPicture,
} from './pictures';
import { isPlainJson } from './recordCodec';

/** What localStorage has, by slice of shell/persistence.ts. */
export type KeptSettings = Record<string, string>;

const documentStore = () => openStore<unknown>('documents');
/** So many pictures are written in one go: each go tells the lists, and tells them once. */
const RESTORE_BATCH = 25;
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
  const store = documentStore();
  const keys = (await store.keys()).filter((key) => only === undefined || documentOf(key) === only);
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
    throw badRequest(
      'This file is no backup of Outpane.',
      'Nothing was changed. Pictures and zip files of pictures can be imported in the gallery.',
    );
  }
  const { records = [] } = manifest;
  const counted = await restorePictures(archive, manifest.pictures, options);
  const unread = await restoreUnreadPictures(archive, records);
  const restored = await restoreDocuments(archive, [
    ...manifest.documents,
    ...records.filter(({ store }) => store === 'documents'),
  ]);
  return {
    pictures: counted.pictures + unread.pictures,
    known: counted.known + unread.known,
    damaged: counted.damaged + unread.damaged,
    documents: restored,
    settings: manifest.settings,
  };
}

type Archive = Awaited<ReturnType<typeof openArchive>>;

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

/** A document is added whole or not at all: one that is here already keeps its own history. */
async function restoreDocuments(archive: Archive, records: readonly DocumentFile[]): Promise<number> {
  const store = documentStore();
  const here = new Set((await store.keys()).filter((key) => key.startsWith('head:')));
  const wanted = records.filter(({ key }) => !here.has(`head:${documentOf(key)}`));
  const write = async (list: typeof wanted) => {
    const entries: [string, unknown][] = [];
    for (const one of list) {
      const value = await readDocumentFile(archive, one);
      // The editor can do without a part of a history; it looks at each before it uses it.
      if (value !== null) entries.push([one.key, value]);
    }
    await store.setMany(entries);
  };
  // The heads last: a document counts as there once its head is.
  const isHead = ({ key }: { key: string }) => key.startsWith('head:');
  const parts = wanted.filter((record) => !isHead(record));
  for (let at = 0; at < parts.length; at += READ_BATCH) await write(parts.slice(at, at + READ_BATCH));
  const heads = wanted.filter(isHead);
  await write(heads);
  return heads.length;
}

type DocumentFile = NonNullable<Manifest['documents' | 'records']>[number];

/** Null where it is not there or damaged. */
async function readDocumentFile(archive: Archive, one: DocumentFile): Promise<unknown> {
  if ('binaries' in one) return readRecordEntry(archive, one).catch(() => null);
  const content = await archive.file(one.file);
  if (!content) return null;
  return one.kind === 'json' ? parse(await content.text()) : new Uint8Array(await content.arrayBuffer());
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw cancelled('What was added so far is kept; doing it again adds the rest.');
}
