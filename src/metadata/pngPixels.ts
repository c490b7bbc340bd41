import type { PngFile } from './png';

/** Bytes that are given to the decoder at a time, and how far its output may stay behind: packed pixels are never longer than plain ones. */
const SLICE = 2 ** 14;
const MAX_BEHIND = 2 ** 18;
/** Bytes of pixels after which the page gets time to answer. */
const TURN = 2 ** 20;

/**
 * The rows of a PNG with 8 bits a channel that is not interlaced, `width` times `channels` bytes each, of which those of the
 * first `columns()` pixels are right, a number that may become less from row to row. The array is used again for the row after
 * the next. Ends where the data is cut off or damaged; nothing throws.
 */
export async function* pixelRows(
  file: PngFile,
  width: number,
  channels: number,
  columns: () => number,
): AsyncGenerator<Uint8Array> {
  let row = new Uint8Array(width * channels);
  let above = new Uint8Array(width * channels);
  let filter = -1;
  let filled = 0;
  for await (const part of inflated(file)) {
    for (let at = 0; at < part.length;) {
      if (filter < 0) {
        filter = part[at++] ?? 0;
        continue;
      }
      const piece = part.subarray(at, at + row.length - filled);
      row.set(piece, filled);
      at += piece.length;
      filled += piece.length;
      if (filled < row.length) continue;
      if (!unfilter(row.subarray(0, columns() * channels), above, channels, filter)) return;
      yield row;
      [row, above] = [above, row];
      filter = -1;
      filled = 0;
    }
  }
}

/** Undoes a row's filter in place (PNG, 9.2); false for an unknown one. */
function unfilter(row: Uint8Array, above: Uint8Array, channels: number, filter: number): boolean {
  const length = row.length;
  const [left, up] = [(i: number) => (i < channels ? 0 : (row[i - channels] ?? 0)), (i: number) => above[i] ?? 0];
  if (filter === 1) for (let i = channels; i < length; i++) row[i] = (row[i] ?? 0) + left(i);
  else if (filter === 2) for (let i = 0; i < length; i++) row[i] = (row[i] ?? 0) + up(i);
  else if (filter === 3) for (let i = 0; i < length; i++) row[i] = (row[i] ?? 0) + ((left(i) + up(i)) >> 1);
  else if (filter === 4)
    for (let i = 0; i < length; i++) {
      const corner = i < channels ? 0 : (above[i - channels] ?? 0);
      row[i] = (row[i] ?? 0) + paeth(left(i), up(i), corner);
    }
  return filter >= 0 && filter <= 4;
}

/** The one of the three neighbours that is nearest to left + up - corner (PNG, 9.4). */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** The unpacked content of the IDAT chunks, as far as it goes. A slice goes in only when what the one before gave has been used. */
async function* inflated({ chunks }: PngFile): AsyncGenerator<Uint8Array> {
  const { writable, readable } = new DecompressionStream('deflate');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
  let given = 0;
  let got = 0;
  try {
    let next = reader.read();
    for (const slice of slicesOf(data)) {
      // Blocks that say nothing would keep the decoder busy for as long as there are any.
      if (given > got + MAX_BEHIND) return;
      given += slice.length;
      // What is damaged is said by the reader.
      const taken = writer.write(slice).then(ignore, ignore);
      for (let part = await Promise.race([next, taken]); part; part = await Promise.race([next, taken])) {
        if (part.done) return;
        yield part.value;
        if (Math.floor(got / TURN) < Math.floor((got += part.value.length) / TURN)) await pause();
        next = reader.read();
      }
    }
    void writer.close().catch(ignore);
    for (let part = await next; !part.done; part = await reader.read()) yield part.value;
  } catch {
    // Damaged: what came before is all there is.
  } finally {
    void reader.cancel().catch(ignore);
    void writer.abort().catch(ignore);
  }
}

const ignore = () => undefined;
const pause = () => new Promise((resolve) => setTimeout(resolve));

function* slicesOf(parts: readonly Uint8Array[]): Generator<Uint8Array<ArrayBuffer>> {
  for (const part of parts) for (let at = 0; at < part.length; at += SLICE) yield part.slice(at, at + SLICE);
}
