import { badRequest, cancelled } from '../protocol/errors';
import {
  manifestFile,
  openArchive,
  readArchivePicture,
  writeArchive,
  type ArchiveFile,
  type Manifest,
} from './archive';
import { openStore } from './keyValue';
import { keptPictures, listPictures, readPicture, readThumbnail, savePictures, type StoredPicture } from './pictures';

/** What localStorage has, by slice of shell/persistence.ts. */
export type KeptSettings = Record<string, string>;

const documents = () => openStore<unknown>('documents');
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

async function* backupFiles(settings: KeptSettings): AsyncGenerator<ArchiveFile> {
  const metas = (await listPictures()).filter((meta) => meta.deletedAt === null);
  const { records, pages } = await documentFiles();
  const pictures = metas.map((meta) => ({ file: picturePath(meta.id), thumbnail: thumbnailPath(meta.id), meta }));
  yield manifestFile({ pictures, documents: records, settings });
  // Before the pictures: the editor goes on working, and what it lets go of meanwhile must be in here.
  yield* pages();
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

async function documentFiles() {
  const store = documents();
  const keys = await store.keys();
  // Everything but the tiles is small, and is read at once so that heads fit their histories.
  const small = keys.filter((key) => !key.startsWith('tile:'));
  const values = new Map((await store.getMany(small)).map((value, i) => [small[i], value]));
  const records = keys.map((key, i): NonNullable<Manifest['documents']>[number] =>
    values.has(key)
      ? { key, file: `documents/${i}.json`, kind: 'json' }
      : { key, file: `documents/${i}.bin`, kind: 'bytes' },
  );
  async function* pages(): AsyncGenerator<ArchiveFile> {
    const modifiedAt = Date.now();
    for (const { key, file, kind } of records) {
      if (kind === 'json') yield { name: file, content: JSON.stringify(values.get(key)) ?? 'null', modifiedAt };
    }
    const tiles = records.filter(({ kind }) => kind === 'bytes');
    for (let at = 0; at < tiles.length; at += READ_BATCH) {
      const batch = tiles.slice(at, at + READ_BATCH);
      const bytes = await store.getMany(batch.map(({ key }) => key));
      for (const [i, { file }] of batch.entries()) {
        const value = bytes[i];
        if (value instanceof Uint8Array) yield { name: file, content: new Uint8Array(value), modifiedAt };
      }
    }
  }
  return { records, pages };
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
  const counted = await restorePictures(archive, manifest.pictures, options);
  const restored = await restoreDocuments(archive, manifest.documents);
  return { ...counted, documents: restored, settings: manifest.settings };
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
async function restoreDocuments(archive: Archive, records: NonNullable<Manifest['documents']>): Promise<number> {
  const store = documents();
  const here = new Set((await store.keys()).filter((key) => key.startsWith('head:')));
  const wanted = records.filter(({ key }) => !here.has(`head:${documentOf(key)}`));
  const write = async (list: typeof wanted) => {
    const entries: [string, unknown][] = [];
    for (const { key, file, kind } of list) {
      const content = await archive.file(file);
      const value =
        content && (kind === 'json' ? parse(await content.text()) : new Uint8Array(await content.arrayBuffer()));
      // The editor can do without a part of a history; it looks at each before it uses it.
      if (value !== null) entries.push([key, value]);
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

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** "tile:ID:..." -> "ID" (storage/documents.ts). */
const documentOf = (key: string) => key.split(':')[1] ?? '';

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw cancelled('What was added so far is kept; doing it again adds the rest.');
}
