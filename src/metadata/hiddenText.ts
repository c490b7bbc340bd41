import { latin1Text, utf8Text, viewOf } from './bytes';
import { inflateGzipBounded } from './inflateBounded';
import { pixelRows } from './pngPixels';
import { makePngChunk, readPng, rewritePng, type PngFile } from './png';
import { MAX_TEXT_BYTES } from './textBudget';

/** What a hidden text begins with: whether it is packed. Behind it stands its length in bits. */
const PLAIN = 'stealth_pnginfo';
const PACKED = 'stealth_pngcomp';
const SIGNATURE_BITS = PLAIN.length * 8;
const HEAD_BITS = SIGNATURE_BITS + 32;
/** Most pixels that are looked through: as many as the largest pictures have of the site that hides texts. */
const MAX_PIXELS = 3 * 2 ** 20;
/** Channels of the colour types with transparency (PNG, 11.2.1): grey and colour. */
const CHANNELS = new Map([
  [4, 2],
  [6, 4],
]);

/**
 * The text that is hidden in the lowest bits of a PNG's transparency, column by column, or null. NovelAI and others hide there
 * what they write into the file as well, because it outlives what takes texts out of files. A picture that hides nothing is
 * unpacked only until that is seen. Nothing throws, and the page has time to answer in between.
 */
export async function readHiddenText(bytes: Uint8Array): Promise<string | null> {
  const file = readPng(bytes);
  const shape = file.ok ? shapeOf(file.value) : null;
  if (!file.ok || !shape) return null;
  const { width, height, channels } = shape;
  const hidden = new HiddenBits(width, height);
  let columns = width;
  let rows = 0;
  for await (const row of pixelRows(file.value, width, channels, () => columns)) {
    hidden.takeRow(rows++, row, channels, columns);
    // The first column tells; in a picture of fewer rows than the head has bits, all of them do.
    if (rows === Math.min(height, HEAD_BITS)) {
      if (hidden.length() === null) return null;
      columns = Math.min(width, Math.ceil((HEAD_BITS + (hidden.length() ?? 0)) / height));
    }
    if (rows === height) return hidden.text();
  }
  return null;
}

/**
 * The PNG without its hidden text: the lowest bit of each pixel's transparency is set, which nobody sees, all others stay. A
 * picture that hides nothing comes back as it is.
 */
export async function eraseHiddenText(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const file = readPng(bytes);
  const shape = file.ok ? shapeOf(file.value) : null;
  if (!file.ok || !shape || (await readHiddenText(bytes)) === null) return bytes;
  const { width, height, channels } = shape;
  const stride = 1 + width * channels;
  const data = new Uint8Array(stride * height);
  let above = new Uint8Array(width * channels);
  let y = 0;
  for await (const pixels of pixelRows(file.value, width, channels, () => width)) {
    if (y === height) break;
    const row = pixels.map((value, i) => (i % channels === channels - 1 ? value | 1 : value));
    // Each row as the difference to the one above it (filter 2), which packs well.
    data[y * stride] = 2;
    for (let i = 0; i < row.length; i++) data[y * stride + 1 + i] = (row[i] ?? 0) - (above[i] ?? 0);
    above = row;
    y++;
  }
  const packed = new Blob([data]).stream().pipeThrough(new CompressionStream('deflate'));
  const pixels = makePngChunk('IDAT', new Uint8Array(await new Response(packed).arrayBuffer()));
  const erased = rewritePng(file.value, ({ type }) => type !== 'IDAT', [pixels]);
  return erased.ok ? erased.value : bytes;
}

/** Width and height in pixels, and bytes of a pixel; null for pictures that can hide nothing or are not read: interlaced ones, and such of 16 bits. */
function shapeOf({ chunks: [header] }: PngFile): { width: number; height: number; channels: number } | null {
  if (!header) return null;
  const view = viewOf(header.data);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, , , interlaced] = header.data.subarray(8);
  const channels = CHANNELS.get(colour ?? 0);
  if (channels === undefined || depth !== 8 || interlaced !== 0) return null;
  return width * height <= MAX_PIXELS && width * height > HEAD_BITS ? { width, height, channels } : null;
}

/** The lowest bits of the pixels, which come row by row, in the order in which texts are hidden in them. */
class HiddenBits {
  private readonly bits: Uint8Array;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.bits = new Uint8Array(width * height);
  }

  takeRow(y: number, row: Uint8Array, channels: number, columns: number): void {
    for (let x = 0; x < columns; x++) this.bits[y * this.width + x] = (row[(x + 1) * channels - 1] ?? 0) & 1;
  }

  /** Of the text, in bits; null where none is hidden. */
  length(): number | null {
    const signature = latin1Text(this.bytes(0, PLAIN.length));
    const length = viewOf(this.bytes(SIGNATURE_BITS, 4)).getUint32(0);
    const room = Math.min(MAX_TEXT_BYTES * 8, this.bits.length - HEAD_BITS);
    return (signature === PLAIN || signature === PACKED) && length <= room ? length : null;
  }

  text(): string | null {
    const content = this.bytes(HEAD_BITS, (this.length() ?? 0) >> 3);
    if (latin1Text(this.bytes(0, PLAIN.length)) === PLAIN) return utf8Text(content);
    const text = inflateGzipBounded(content, MAX_TEXT_BYTES);
    return text.ok ? utf8Text(text.value) : null;
  }

  /** Bytes from bit `start` on, the highest bit first. */
  private bytes(start: number, count: number): Uint8Array {
    const out = new Uint8Array(count);
    for (let i = 0; i < count * 8; i++) {
      const [x, y] = [Math.floor((start + i) / this.height), (start + i) % this.height];
      out[i >> 3] = ((out[i >> 3] ?? 0) << 1) | (this.bits[y * this.width + x] ?? 0);
    }
    return out;
  }
}
