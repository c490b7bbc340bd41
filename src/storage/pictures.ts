import * as v from 'valibot';
import { newId } from '../platform/newId';
import { OutpaneError } from '../protocol/errors';
import { openStore } from './keyValue';
import { inSteps } from './orphans';
import { announce } from './pictureChanges';
import { pictureMetaSchema, type PictureMeta } from './pictureMeta';

/** One kept picture with its pixels. `thumbnail` is at most 192 pixels wide and high. */
export interface StoredPicture {
  meta: PictureMeta;
  png: Blob;
  thumbnail: Blob;
}

/** A Blob, or its bytes and type where the browser's database can't keep Blobs. */
type Kept = Blob | { bytes: ArrayBuffer; type: string };

const metas = openStore<PictureMeta>('pictureMeta');
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
  announce({ kind: 'saved', pictures: list.map(({ meta }) => meta) });
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
    await metas.setMany(list.map(({ meta }) => [meta.id, meta]));
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

const toBlob = (kept: Kept | undefined) =>
  kept === undefined || kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type });

/** Records that are read at a time: few enough that the page never stands still, enough to fill a screen with the first. */
const BATCH = 400;

/**
 * All kept pictures, newest first, without their pixels, a part at a time: of ten thousand the first screen is there at
 * once. Records of another version that can't be read are left out.
 */
export async function* pictureBatches(): AsyncGenerator<PictureMeta[]> {
  const keys = await metas.keys();
  for (let end = keys.length; end > 0; end -= BATCH) {
    const first = keys[Math.max(0, end - BATCH)];
    const last = keys[end - 1];
    if (first === undefined || last === undefined) return;
    const batch = await metas.valuesBetween(first, last);
    yield batch.filter((meta) => v.is(pictureMetaSchema, meta)).reverse();
  }
}

/** The same in one list. */
export async function listPictures(): Promise<PictureMeta[]> {
  const all: PictureMeta[] = [];
  for await (const batch of pictureBatches()) all.push(...batch);
  return all;
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

/** Those of the ids that are kept and not deleted. */
export async function keptPictures(ids: string[]): Promise<Set<string>> {
  const found = await metas.getMany(ids);
  return new Set(ids.filter((_, i) => found[i]?.deletedAt === null));
}

/** What may be changed about a picture that is kept. */
export type PictureChange = Partial<Pick<PictureMeta, 'favourite' | 'deletedAt'>>;

/** Changes what is known about a picture; does nothing when there is no such picture. */
export async function updatePicture(id: string, change: PictureChange): Promise<void> {
  await updatePictures([id], change);
}

/** The same for many at once; those that another tab has deleted stay deleted. */
export async function updatePictures(ids: string[], change: PictureChange): Promise<void> {
  const changed = await metas.updateMany(ids, (old) => ({ ...old, ...change }));
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
  await deletePictures(ids.filter((_, i) => typeof found[i]?.deletedAt === 'number'));
}
