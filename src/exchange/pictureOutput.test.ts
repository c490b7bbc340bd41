import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { readPicture } from '../metadata/picture';
import { someRequest } from '../protocol/testing/someRequest';
import type { PictureMeta } from '../storage/pictureMeta';
import { uniqueNames, withoutMetadata, withSettings } from './pictureOutput';

const meta = (prompt: string, seed: number): PictureMeta => ({
  id: `${prompt}-${seed}`,
  createdAt: 0,
  request: someRequest({ prompt, seed }),
  width: 256,
  height: 256,
  bytes: 1,
  seconds: 1,
  engine: null,
  favourite: false,
  deletedAt: null,
});

test('a picture goes out with its settings, and without a trace of them', async () => {
  const png = new PNG({ width: 2, height: 2 });
  png.data.set(Array.from({ length: 16 }, (_, i) => i * 10));
  const kept = new Blob([new Uint8Array(PNG.sync.write(png))], { type: 'image/png' });
  const apple = meta('a red apple', 7);
  const out = await withSettings(kept, apple);
  const info = readPicture(new Uint8Array(await out.arrayBuffer()));
  expect(info.ok && info.value.settings?.request).toEqual(apple.request);
  expect(out.type).toBe('image/png');

  const bare = await withoutMetadata(out);
  const bytes = Buffer.from(await bare.arrayBuffer());
  expect(bytes.toString('latin1')).not.toMatch(/apple|parameters|outpane/i);
  expect(PNG.sync.read(bytes).data).toEqual(png.data);
});

test('what is no picture goes out as it is, but never as one without metadata', async () => {
  const text = new Blob(['no picture']);
  expect(await (await withSettings(text, meta('x', 1))).text()).toBe('no picture');
  await expect(withoutMetadata(text)).rejects.toThrow();
});

test('no two files of an archive have the same name, on systems without capitals neither', () => {
  expect(uniqueNames([meta('a cat', 1), meta('A CAT', 1), meta('a cat', 2), meta('a cat', 1)])).toEqual([
    'a-cat-1.png',
    'a-cat-1-2.png',
    'a-cat-2.png',
    'a-cat-1-3.png',
  ]);
});

test('what others have made goes out as it came', async () => {
  const kept = new Blob(['any bytes']);
  expect(await withSettings(kept, { request: null })).toBe(kept);
});
