import { writeArchive, manifestFile, type ArchiveFile, type KeptSettings, type Manifest } from './archive';
import { openStore } from './keyValue';
import { documentOf } from './orphans';
import { listPictures, readPicture, readThumbnail } from './pictures';

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
  const store = openStore<unknown>('documents');
  const all = await store.keys();
  const heads = new Set(all);
  // Of what is just being deleted, or only half here, nothing can be opened again.
  const keys = all.filter((key) => heads.has(`head:${documentOf(key)}`) && !key.startsWith('hidden:'));
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
