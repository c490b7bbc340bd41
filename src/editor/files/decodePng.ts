import { unfilter } from '../../metadata/pngFilters';
import type { RgbaImage } from '../../protocol/rgbaImage';
import type { PngHead } from './pngHead';

/** Where the pixels of each pass of an interlaced picture begin, and their steps (PNG, 8.2). */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const WHOLE = [[0, 0, 1, 1]] as const;

const CHANNELS: Record<PngHead['colour'], number> = { grey: 1, rgb: 3, palette: 1, greyAlpha: 2, rgba: 4 };

/** Bytes of pixels after which the page gets time to answer: some milliseconds of work. */
const TURN = 2 ** 21;

/**
 * A PNG's pixels exactly as they are written, straight alpha: a browser's canvas multiplies colours by their alpha, and gives
 * other ones back. 16 bits become 8. Null where the data are damaged or cut off.
 */
export async function decodePng(head: PngHead): Promise<RgbaImage | null> {
  const { width, height, depth } = head;
  const bits = depth * CHANNELS[head.colour];
  const step = Math.max(1, bits >> 3);
  const image: RgbaImage = { width, height, data: new Uint8ClampedArray(4 * width * height) };
  const source = new ByteSource(head.data);
  try {
    for (const [left, top, across, down] of head.interlaced ? PASSES : WHOLE) {
      const columns = Math.ceil((width - left) / across);
      if (columns <= 0) continue;
      let above: Uint8Array = new Uint8Array(Math.ceil((columns * bits) / 8));
      for (let y = top; y < height; y += down) {
        const line = await source.take(above.length + 1);
        if (!line || !unfilter(line[0] ?? 0, line.subarray(1), above, step)) return null;
        above = line.subarray(1);
        writeRow(head, above, columns, image.data, 4 * (y * width + left), 4 * across);
      }
    }
    return image;
  } finally {
    source.close();
  }
}

/** Pixels of an unfiltered row as RGBA, `stride` bytes apart from `at` on. */
function writeRow(head: PngHead, row: Uint8Array, columns: number, out: Uint8ClampedArray, at: number, stride: number) {
  const { colour, palette, transparency } = head;
  const sample = samplesOf(row, head.depth);
  const scale = 255 / (2 ** head.depth - 1);
  /** The samples that are transparent where a picture without alpha has such. */
  const clear =
    transparency.length >= 2 * CHANNELS[colour]
      ? (c: number) => ((transparency[2 * c] ?? 0) << 8) | (transparency[2 * c + 1] ?? 0)
      : null;
  for (let x = 0, to = at; x < columns; x++, to += stride) {
    if (colour === 'palette') {
      const index = sample(x);
      for (let c = 0; c < 3; c++) out[to + c] = palette[3 * index + c] ?? 0;
      out[to + 3] = transparency[index] ?? 255;
      continue;
    }
    const channels = CHANNELS[colour];
    const first = x * channels;
    const isGrey = channels < 3;
    for (let c = 0; c < 3; c++) out[to + c] = sample(first + (isGrey ? 0 : c)) * scale;
    if (channels % 2 === 0) out[to + 3] = sample(first + channels - 1) * scale;
    else out[to + 3] = clear && everyChannel(channels, (c) => sample(first + c) === clear(c)) ? 0 : 255;
  }
}

function everyChannel(channels: number, holds: (channel: number) => boolean): boolean {
  for (let c = 0; c < channels; c++) if (!holds(c)) return false;
  return true;
}

/** Reads a row's samples by their number. */
function samplesOf(row: Uint8Array, depth: number): (i: number) => number {
  if (depth === 8) return (i) => row[i] ?? 0;
  if (depth === 16) return (i) => ((row[2 * i] ?? 0) << 8) | (row[2 * i + 1] ?? 0);
  const most = (1 << depth) - 1;
  return (i) => ((row[(i * depth) >> 3] ?? 0) >> (8 - depth - ((i * depth) & 7))) & most;
}

/** Unpacked bytes by the number that is asked for; unpacks no farther than that. */
class ByteSource {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);
  #sinceTurn = 0;

  constructor(packed: readonly Uint8Array[]) {
    // A copy: the parts may be views of a buffer that is shared.
    const blob = new Blob(packed.map((part) => new Uint8Array(part)));
    this.#reader = blob.stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  }

  /** So many bytes, which are the caller's; null where there are no more. */
  async take(count: number): Promise<Uint8Array | null> {
    const out = new Uint8Array(count);
    for (let filled = 0; filled < count;) {
      if (this.#rest.length === 0 && !(await this.#more())) return null;
      const part = this.#rest.subarray(0, count - filled);
      out.set(part, filled);
      filled += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return out;
  }

  async #more(): Promise<boolean> {
    if (this.#sinceTurn > TURN) {
      this.#sinceTurn = 0;
      await new Promise((resolve) => setTimeout(resolve));
    }
    const { done, value } = await this.#reader.read().catch(() => ({ done: true, value: undefined }));
    if (done || !value) return false;
    this.#rest = value;
    this.#sinceTurn += value.length;
    return true;
  }

  close(): void {
    this.#reader.cancel().catch(() => undefined);
  }
}
