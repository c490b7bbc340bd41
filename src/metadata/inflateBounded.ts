import { Inflate } from 'fflate';
import { concatBytes } from './bytes';
import { failure, success, type Outcome } from './outcome';

/** Deflate grows a byte to at most about 1032, so a slice can never give more than 0.5 MiB before the limit is looked at. */
const SLICE = 512;

/**
 * How long packed texts may keep the page. A block of deflate data may bring new Huffman codes for every few bytes, so that a MiB
 * of nothing takes seconds. The first bytes are always read, however busy the machine; from then on time counts.
 */
export class Patience {
  private freeBytes = 4096;

  constructor(private milliseconds = 20) {}

  /** Counts so many packed bytes that took so many milliseconds; false when there is no more time. */
  spend(bytes: number, milliseconds: number): boolean {
    this.freeBytes -= bytes;
    if (this.freeBytes < 0) this.milliseconds -= milliseconds;
    return this.milliseconds >= 0;
  }
}

/**
 * Inflates raw deflate data (RFC 1951) and stops as soon as more than `maxBytes` come out, or it takes too long, so that a bomb
 * costs no more than its limits. Bytes after the end of the stream are ignored.
 */
export function inflateBounded(
  data: Uint8Array,
  maxBytes: number,
  patience = new Patience(),
): Outcome<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Inflate((part) => {
    total += part.length;
    if (total <= maxBytes) parts.push(part);
  });
  try {
    for (let at = 0; at === 0 || at < data.length; at += SLICE) {
      const began = performance.now();
      stream.push(data.subarray(at, at + SLICE), at + SLICE >= data.length);
      if (!patience.spend(SLICE, performance.now() - began)) return failure('The compressed text takes too long.');
      if (total > maxBytes) return failure(`The compressed text is longer than ${maxBytes} bytes.`);
    }
  } catch {
    return failure('The compressed text is damaged.');
  }
  return success(concatBytes(parts));
}

/** The same for zlib data (RFC 1950), as PNG has it. The checksum at the end is not looked at: PNG's own CRC covers it. */
export function inflateZlibBounded(
  data: Uint8Array,
  maxBytes: number,
  patience?: Patience,
): Outcome<Uint8Array<ArrayBuffer>> {
  const [method = 0, flags = 0] = data;
  const valid = data.length > 2 && (method & 15) === 8 && method >> 4 <= 7 && (flags & 32) === 0;
  if (!valid || (method * 256 + flags) % 31 !== 0) return failure('The compressed text has no zlib header.');
  return inflateBounded(data.subarray(2), maxBytes, patience);
}
