import { unreadableArchive } from './zipFaults';

/** The bytes from `start` to `end`, or as many of them as there are. Rejects with `bad-request` where the file is gone. */
export async function viewOf(blob: Blob, start: number, end: number): Promise<DataView<ArrayBuffer>> {
  try {
    return new DataView(await blob.slice(start, end).arrayBuffer());
  } catch (thrown) {
    throw unreadableArchive(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** A 64 bit number. Throws `bad-request` where JavaScript can't count so far. */
export function uint64(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw unreadableArchive('a number is too large');
  return Number(value);
}
