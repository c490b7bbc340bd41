import { PNG } from 'pngjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeExif } from '../../metadata/exif';
import { makePngChunk, readPng, rewritePng } from '../../metadata/png';
import { gradient } from '../testing/images';
import { decodePicture } from './decodePicture';

/** A browser that refuses every picture. */
beforeEach(() => {
  vi.stubGlobal('ImageBitmap', class {});
  vi.stubGlobal('createImageBitmap', async () => Promise.reject(new DOMException('no', 'InvalidStateError')));
});
afterEach(() => vi.unstubAllGlobals());

function png(width: number, height: number, extra: Uint8Array[] = []): Blob {
  const file = new PNG({ width, height, colorType: 2 });
  file.data = Buffer.from(gradient(width, height).data);
  const sound = readPng(PNG.sync.write(file, { colorType: 2 }));
  const bytes = sound.ok ? rewritePng(sound.value, () => true, extra) : sound;
  if (!bytes.ok) throw new Error(bytes.reason);
  return new Blob([bytes.value], { type: 'image/png' });
}

it('reads a PNG that the browser refuses, upright', async () => {
  const narrow = await decodePicture(png(40_000, 2));
  expect(narrow).toEqual({ image: gradient(40_000, 2), size: { width: 40_000, height: 2 } });
  const { image, size } = await decodePicture(png(3, 2, [makePngChunk('eXIf', writeExif({ orientation: 6 }))]));
  expect(size).toEqual({ width: 2, height: 3 });
  // The stored picture's lower left corner is the upper left one now.
  expect([...image.data.subarray(0, 4)]).toEqual([0, 1, 0, 255]);
});

it('says of a picture that is too large that it is, and of anything else that it is none', async () => {
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, 60_000);
  new DataView(head.buffer).setUint32(4, 50_000);
  head.set([8, 2], 8);
  const empty = new Uint8Array(0);
  const signature = new Uint8Array(await png(1, 1).slice(0, 8).arrayBuffer());
  const parts = [makePngChunk('IHDR', head), makePngChunk('IDAT', empty), makePngChunk('IEND', empty)];
  await expect(decodePicture(new Blob([signature, ...parts]))).rejects.toMatchObject({
    code: 'out-of-memory',
    message: "The browser can't open a picture of 60000 × 50000 pixels.",
  });
  await expect(decodePicture(new Blob(['no picture']))).rejects.toMatchObject({ code: 'bad-request' });
});
