import type { PngFile } from './png';
import { unfilter } from './pngFilters';

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
      if (!unfilter(filter, row.subarray(0, columns() * channels), above, channels)) return;
      yield row;
      [row, above] = [above, row];
      filter = -1;
      filled = 0;
    }
  }
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
