import type { IHasher } from 'hash-wasm';
import { UnreadableEntry } from './zipFaults';

const STORED = 0;
const DEFLATED = 8;

/** What the archive says about a file's content. */
export interface Packing {
  name: string;
  method: number;
  /** Bytes when unpacked, and their CRC-32. */
  size: number;
  crc: number;
}

/** Bytes that an archive may still give when unpacked. */
export interface Budget {
  left: number;
}

/**
 * The content of `packed`, which the browser unpacks in pieces. What the archive claims is believed in nothing: it ends with
 * `large` once more than `maxBytes` or the archive's budget has come, with `damaged` where length or checksum are others.
 */
export async function unpack(
  packed: Blob,
  { name, method, size, crc }: Packing,
  { maxBytes, budget, hasher, type }: { maxBytes: number; budget: Budget; hasher: IHasher; type: string },
): Promise<Blob> {
  if (size > Math.min(maxBytes, budget.left)) throw new UnreadableEntry('large', name);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  hasher.init();
  await readPieces(unpacked(packed, method, name), name, (piece) => {
    total += piece.length;
    budget.left -= piece.length;
    if (total > maxBytes || budget.left < 0) throw new UnreadableEntry('large', name);
    if (total > size) throw new UnreadableEntry('damaged', name);
    hasher.update(piece);
    if (method !== STORED) parts.push(piece);
    return true;
  });
  if (total !== size || Number.parseInt(hasher.digest(), 16) !== crc) throw new UnreadableEntry('damaged', name);
  // What was only stored need not be copied.
  return method === STORED ? packed.slice(0, packed.size, type) : new Blob(parts, { type });
}

/** The first bytes of the content, at most `bytes`, unchecked: to see what it is. */
export async function unpackHead(packed: Blob, { name, method }: Packing, bytes: number): Promise<Uint8Array> {
  const head = new Uint8Array(bytes);
  let length = 0;
  await readPieces(unpacked(packed, method, name), name, (piece) => {
    const taken = piece.subarray(0, bytes - length);
    head.set(taken, length);
    length += taken.length;
    return length < bytes;
  });
  return head.subarray(0, length);
}

function unpacked(packed: Blob, method: number, name: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (method === STORED) return packed.stream();
  if (method === DEFLATED) return packed.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  throw new UnreadableEntry('method', name);
}

/** Gives the pieces of the stream to `use` until it says false or throws; the rest is never made. */
async function readPieces(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  name: string,
  use: (piece: Uint8Array<ArrayBuffer>) => boolean,
): Promise<void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new UnreadableEntry('damaged', name);
      });
      if (done || !use(value)) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
