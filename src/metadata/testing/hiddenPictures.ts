import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';

export interface HiddenPicture {
  width?: number;
  height?: number;
  /** "stealth_pngcomp" is packed. */
  signature?: string;
  /** In bits, where it is to be a wrong one. */
  length?: number;
  /** Of the PNG's rows (pngjs's numbers), all of them where none is named. */
  filterType?: number;
  /** 6 = colour, 4 = grey, both with transparency. */
  colorType?: 4 | 6;
}

/** A noisy PNG with a text in the lowest bits of its transparency, column by column, the highest bit of each byte first. */
export function pngHiding(text: string, how: HiddenPicture = {}): Uint8Array<ArrayBuffer> {
  const { width = 64, height = 96, signature = 'stealth_pngcomp', colorType = 6 } = how;
  const content = signature.endsWith('comp') ? gzipSync(text) : Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(how.length ?? content.length * 8);
  const hidden = Buffer.concat([Buffer.from(signature), length, content]);
  const png = new PNG({ width, height });
  for (let i = 0, noise = 1; i < png.data.length; i++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    png.data[i] = i % 4 === 3 ? 254 : noise >>> 24;
  }
  for (let bit = 0; bit < Math.min(hidden.length * 8, width * height); bit++) {
    const pixel = (bit % height) * width + Math.floor(bit / height);
    png.data[pixel * 4 + 3] = 254 | (((hidden[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  }
  const filterType = how.filterType === undefined ? {} : { filterType: how.filterType };
  return new Uint8Array(PNG.sync.write(png, { colorType, inputHasAlpha: true, ...filterType }));
}
