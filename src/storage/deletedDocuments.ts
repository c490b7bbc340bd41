import { documentOf } from './documentKeys';
import { openStore } from './keyValue';
import { isHidden, type HiddenHead } from './orphans';

const store = openStore<unknown>('documents');

const headKey = (id: string) => `head:${id}`;
const hiddenKey = (id: string) => `hidden:${id}`;

/** Takes an edited picture out of all lists, in a way that `showDocument` can undo. Nobody may have it open. */
export async function hideDocument(id: string): Promise<void> {
  const head = await store.get(headKey(id));
  if (head === undefined) return;
  // A page that ends between the two has deleted nothing.
  await store.set(hiddenKey(id), { head, deletedAt: Date.now() } satisfies HiddenHead);
  await store.delete(headKey(id));
}

/** Brings a hidden one back; does nothing where it has been deleted for good meanwhile. */
export async function showDocument(id: string): Promise<void> {
  const hidden = await store.get(hiddenKey(id));
  if (!isHidden(hidden)) return;
  await store.set(headKey(id), hidden.head);
  await store.delete(hiddenKey(id));
}

/** Deletes a hidden one for good; one that has been brought back meanwhile stays, as does one that another tab has gone on with. */
export async function deleteHidden(id: string): Promise<void> {
  const [hidden, head] = await store.getMany([hiddenKey(id), headKey(id)]);
  if (head !== undefined) await store.delete(hiddenKey(id));
  else if (hidden !== undefined) await deleteRecords(id);
}

/** Deletes all records of an edited picture, in one transaction: a head without its parts would be a damaged picture. */
export async function deleteRecords(id: string): Promise<void> {
  await store.delete((await store.keys()).filter((key) => documentOf(key) === id));
}

/** Records whose sizes are asked for at a time. */
const BATCH = 50;

/** Bytes that an edited picture fills, nearly: of its tiles. */
export async function documentBytes(id: string): Promise<number> {
  const tiles = (await store.keys()).filter((key) => key.startsWith(`tile:${id}:`));
  let bytes = 0;
  for (let at = 0; at < tiles.length; at += BATCH) {
    const values = await store.getMany(tiles.slice(at, at + BATCH));
    for (const value of values) if (value instanceof Uint8Array) bytes += value.byteLength;
  }
  return bytes;
}
