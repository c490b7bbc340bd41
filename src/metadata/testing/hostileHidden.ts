import { deflateSync } from 'node:zlib';
import { pngHiding } from './hiddenPictures';
import { manyBlocks, MiB, zlib } from './hostile';
import { pngChunk } from './pictures';

/** A PNG of as many pixels with transparency as are looked through, around packed data. */
function pixelsOf(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(2048, 0);
  header.writeUInt32BE(1536, 4);
  header.set([8, 6], 8);
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', packed), pngChunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([Buffer.of(137, 80, 78, 71, 13, 10, 26, 10), ...chunks]));
}

/** Pictures in whose pixels a text is looked for. */
export const HOSTILE_HIDDEN: Record<string, () => Uint8Array<ArrayBuffer>> = {
  'pixels of empty blocks': () => pixelsOf(zlib(manyBlocks(4 * MiB))),
  'a bomb of pixels': () => pixelsOf(deflateSync(Buffer.alloc(100 * MiB))),
  'pixels in 15,000 pieces': () => {
    const whole = deflateSync(Buffer.alloc(12 * MiB, 1), { level: 0 });
    const file = pixelsOf(whole);
    const pieces = Array.from({ length: 15_000 }, (_, i) => pngChunk('IDAT', whole.subarray(i * 100, (i + 1) * 100)));
    return new Uint8Array(Buffer.concat([file.subarray(0, 33), ...pieces, file.subarray(-12)]));
  },
  'a hidden text of as many bits as there may be, all rows filtered': () =>
    pngHiding('', { width: 2048, height: 1536, length: 8 * MiB - 2048, filterType: 4 }),
};
