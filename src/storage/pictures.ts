import * as v from 'valibot';
import { generationRequestSchema } from '../protocol/generationRequest';
import { openStore } from './keyValue';

/** What is known about a kept picture, without its pixels. */
export const pictureMetaSchema = v.object({
  /** Sorts by the time of making: newest last. */
  id: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
  /** Of this one picture, complete: `pictures` is 1 and `seed` its own. */
  request: generationRequestSchema,
  /** In pixels; larger than the request's where the picture was grown. */
  width: v.number(),
  height: v.number(),
  /** Of the PNG. */
  bytes: v.number(),
  /** How long it took. */
  seconds: v.number(),
  /** What made it, as the engine named it. */
  engine: v.nullable(v.object({ backend: v.picklist(['webgpu', 'wasm']), adapter: v.string() })),
  favourite: v.boolean(),
  /** Set while a deletion can still be undone; milliseconds since 1970. */
  deletedAt: v.nullable(v.number()),
});

export type PictureMeta = v.InferOutput<typeof pictureMetaSchema>;

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
  return `${createdAt.toString(36).padStart(9, '0')}-${crypto.randomUUID().slice(0, 8)}`;
}

/**
 * Keeps a picture. What is known about it is written last: a picture counts as kept once that is there, so that a tab that
 * closes half-way leaves nothing that a list would show. Rejects with `storage-full` or `storage-refused`.
 */
export async function savePicture(picture: StoredPicture): Promise<void> {
  const { id } = picture.meta;
  try {
    await keep(pictures, id, picture.png);
    await keep(thumbnails, id, picture.thumbnail);
    await metas.set(id, picture.meta);
  } catch (thrown) {
    // What was half written must not fill a storage that has no room as it is.
    await Promise.allSettled([pictures.delete(id), thumbnails.delete(id)]);
    throw thrown;
  }
}

async function keep(store: ReturnType<typeof openStore<Kept>>, id: string, blob: Blob): Promise<void> {
  try {
    await store.set(id, blob);
  } catch (thrown) {
    const cause = thrown instanceof Error ? String(thrown.cause) : '';
    if (!/DataCloneError/.test(cause)) throw thrown;
    await store.set(id, { bytes: await blob.arrayBuffer(), type: blob.type });
  }
}

const toBlob = (kept: Kept | undefined) =>
  kept === undefined || kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type });

/** All kept pictures, newest first, without their pixels. Records of another version that can't be read are left out. */
export async function listPictures(): Promise<PictureMeta[]> {
  const all = await metas.values();
  return all.filter((meta) => v.is(pictureMetaSchema, meta)).reverse();
}

/** The PNG; undefined when there is no such picture. */
export async function readPicture(id: string): Promise<Blob | undefined> {
  return toBlob(await pictures.get(id));
}

export async function readThumbnail(id: string): Promise<Blob | undefined> {
  return toBlob(await thumbnails.get(id));
}

/** Changes what is known about a picture; does nothing when there is no such picture. */
export async function updatePicture(
  id: string,
  change: Partial<Pick<PictureMeta, 'favourite' | 'deletedAt'>>,
): Promise<void> {
  // Looked at first: `update` would write a record for a picture that another tab has deleted.
  if (!(await metas.get(id))) return;
  await metas.update(id, (old) => ({ ...(old as PictureMeta), ...change }));
}

/** Deletes for good: first from the list, then the pixels. */
export async function deletePictures(ids: string[]): Promise<void> {
  await metas.delete(ids);
  await Promise.all([pictures.delete(ids), thumbnails.delete(ids)]);
}
