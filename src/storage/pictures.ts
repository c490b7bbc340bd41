import { newId } from '../platform/newId';
import { OutpaneError } from '../protocol/errors';
import { openStore } from './keyValue';
import { inSteps } from './orphans';
import { announce } from './pictureChanges';
import {
  isDeleted,
  pictureMetaKind,
  readPictureMeta,
  recordId,
  type PictureMeta,
  type UnreadPicture,
} from './pictureMeta';

/** One kept picture with its pixels. `thumbnail` is at most 192 pixels wide and high. */
export interface StoredPicture {
  meta: PictureMeta;
  /** What is stored in the meta's place where it came from another version, with all that only that one knows of it. */
  record?: object;
  png: Blob;
  thumbnail: Blob;
}

/** A Blob, or its bytes and type where the browser's database can't keep Blobs. */
type Kept = Blob | { bytes: ArrayBuffer; type: string };

const metas = openStore<unknown>('pictureMeta');
const thumbnails = openStore<Kept>('thumbnails');
const pictures = openStore<Kept>('pictures');

/** A new picture's key. Later ones sort after earlier ones; two of the same millisecond in any order. */
export function newPictureId(createdAt: number): string {
  return `${createdAt.toString(36).padStart(9, '0')}-${newId().slice(0, 8)}`;
}

/**
 * Keeps a picture. What is known about it is written last: a picture counts as kept once that is there, so that a tab that
 * closes half-way leaves nothing that a list would show. Rejects with `storage-full` or `storage-refused`.
 */
export async function savePicture(picture: StoredPicture): Promise<void> {
  await savePictures([picture]);
}

/** The same for several, all or none; with one word to all who list them. */
export async function savePictures(list: StoredPicture[]): Promise<void> {
  await inSteps(() => writePictures(list));
  announce({ kind: 'saved', pictures: list.map(({ meta, record = meta }) => record) });
}

async function writePictures(list: StoredPicture[]): Promise<void> {
  const ids = list.map(({ meta }) => meta.id);
  try {
    await keep(
      pictures,
      list.map(({ meta, png }) => [meta.id, png]),
    );
    await keep(
      thumbnails,
      list.map(({ meta, thumbnail }) => [meta.id, thumbnail]),
    );
    await metas.setMany(list.map(({ meta, record = meta }) => [meta.id, record]));
  } catch (thrown) {
    // What was half written must not fill a storage that has no room as it is.
    await Promise.allSettled([pictures.delete(ids), thumbnails.delete(ids)]);
    throw thrown;
  }
}

async function keep(store: ReturnType<typeof openStore<Kept>>, entries: [string, Blob][]): Promise<void> {
  try {
    await store.setMany(entries);
  } catch (thrown) {
    // WebKit's private sessions, and some older versions, refuse Blobs with one error or another.
    if (thrown instanceof OutpaneError && thrown.code === 'storage-full') throw thrown;
    const bytes = entries.map(async ([id, blob]): Promise<[string, Kept]> => [
      id,
      { bytes: await blob.arrayBuffer(), type: blob.type },
    ]);
    await store.setMany(await Promise.all(bytes));
  }
}

function toBlob(kept: Kept | undefined): Blob | undefined {
  if (kept instanceof Blob) return kept;
  // A form of another version is no picture to this one.
  return kept?.bytes instanceof ArrayBuffer ? new Blob([kept.bytes], { type: kept.type }) : undefined;
}

/** Records that are read at a time: few enough that the page never stands still, enough to fill a screen with the first. */
const BATCH = 400;

/** Some of the kept pictures, newest first, without their pixels. */
export interface PictureBatch {
  pictures: PictureMeta[];
  /** Those whose records this version can't read. */
  unread: UnreadPicture[];
}

/** All kept pictures, newest first, a part at a time: of ten thousand the first screen is there at once. */
export async function* pictureBatches(): AsyncGenerator<PictureBatch> {
  for await (const records of recordBatches()) {
    const batch: PictureBatch = { pictures: [], unread: [] };
    for (const [id, raw] of records) {
      const found = readPictureMeta(id, raw);
      if (!found) continue;
      if ('meta' in found) batch.pictures.push(found.meta);
      else batch.unread.push(found.unread);
    }
    yield batch;
  }
}

async function* recordBatches(): AsyncGenerator<[id: string, raw: unknown][]> {
  const keys = await metas.keys();
  for (let end = keys.length; end > 0; end -= BATCH) {
    const batch = keys.slice(Math.max(0, end - BATCH), end);
    const [first] = batch;
    const last = batch.at(-1);
    if (first === undefined || last === undefined) return;
    let values = await metas.valuesBetween(first, last);
    // Another tab may have kept or deleted some since the keys were read; then each is asked for by its name.
    if (values.length !== batch.length || values.some((raw, i) => recordId(raw) !== batch[i])) {
      values = await metas.getMany(batch);
    }
    yield batch
      .map((id, i): [string, unknown] => [id, values[i]])
      .filter(([, raw]) => raw !== undefined)
      .reverse();
  }
}

/** All that can be read, in one list. */
export async function listPictures(): Promise<PictureMeta[]> {
  const all: PictureMeta[] = [];
  for await (const { pictures } of pictureBatches()) all.push(...pictures);
  return all;
}

/** All records that are not deleted, as they are stored, newest first. */
export async function pictureRecords(): Promise<[id: string, raw: unknown][]> {
  const all: [string, unknown][] = [];
  for await (const batch of recordBatches()) all.push(...batch.filter(([, raw]) => !isDeleted(raw)));
  return all;
}

/** Everything that is stored under a picture's id, as it is stored. */
export interface PictureRecord {
  meta: unknown;
  png: unknown;
  thumbnail: unknown;
}

/** For pictures that this version can't read: they are shown, copied and backed up as they are. */
export async function readPictureRecord(id: string): Promise<PictureRecord> {
  const [meta, png, thumbnail] = await Promise.all([metas.get(id), pictures.get(id), thumbnails.get(id)]);
  return { meta, png, thumbnail };
}

/** The same back into storage. Rejects as `savePicture`. */
export async function savePictureRecord(id: string, { meta, png, thumbnail }: PictureRecord): Promise<void> {
  const put = (store: typeof pictures, kept: unknown) =>
    kept instanceof Blob ? keep(store, [[id, kept]]) : store.set(id, kept as Kept);
  await inSteps(async () => {
    if (png !== undefined) await put(pictures, png);
    if (thumbnail !== undefined) await put(thumbnails, thumbnail);
    await metas.set(id, meta);
  });
  announce({ kind: 'saved', pictures: [meta] });
}

/** The PNG; undefined when there is no such picture. */
export async function readPicture(id: string): Promise<Blob | undefined> {
  return toBlob(await pictures.get(id));
}

export async function readThumbnail(id: string): Promise<Blob | undefined> {
  return toBlob(await thumbnails.get(id));
}

/** Several at once, in the order of the ids. */
export async function readThumbnails(ids: string[]): Promise<(Blob | undefined)[]> {
  return (await thumbnails.getMany(ids)).map(toBlob);
}

/** Those of the ids that are kept and not deleted, whoever can read them. */
export async function keptPictures(ids: string[]): Promise<Set<string>> {
  const found = await metas.getMany(ids);
  return new Set(ids.filter((_, i) => found[i] !== undefined && !isDeleted(found[i])));
}

/** What may be changed about a picture that is kept. */
export type PictureChange = Partial<Pick<PictureMeta, 'favourite' | 'deletedAt'>>;

/** Changes what is known about a picture; does nothing when there is no such picture. */
export async function updatePicture(id: string, change: PictureChange): Promise<void> {
  await updatePictures([id], change);
}

/** The same for many at once; those that another tab has deleted stay deleted, those that can't be read stay as they are. */
export async function updatePictures(ids: string[], change: PictureChange): Promise<void> {
  const isReadable = (raw: unknown) => pictureMetaKind.read(raw).kind === 'read';
  // A newer version in another tab may have written one anew: that is not this version's to change.
  const changed = await metas.updateMany(ids, (old) => (isReadable(old) ? { ...(old as object), ...change } : old));
  announce({ kind: 'changed', pictures: changed });
}

/** Deletes for good: first from the list, then the pixels. */
export async function deletePictures(ids: string[]): Promise<void> {
  await metas.delete(ids);
  announce({ kind: 'deleted', ids });
  await Promise.all([pictures.delete(ids), thumbnails.delete(ids)]);
}

/** Completes a deletion: those that have been brought back since, by an undo, an import or a backup, stay. */
export async function deleteMarkedPictures(ids: string[]): Promise<void> {
  const found = await metas.getMany(ids);
  await deletePictures(ids.filter((_, i) => isDeleted(found[i])));
}
