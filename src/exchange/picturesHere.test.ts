import { PNG } from 'pngjs';
import { expect, test, vi } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import type { PictureMeta } from '../storage/pictureMeta';
import { PicturesHere } from './picturesHere';
import { withSettings } from './pictureOutput';

const request = someRequest();
const meta = { id: 'a', request } as PictureMeta;

function png(width: number, grey: number): Blob {
  const picture = new PNG({ width, height: 2 });
  picture.data.fill(grey);
  return new Blob([new Uint8Array(PNG.sync.write(picture))], { type: 'image/png' });
}

async function isHere(here: PicturesHere, origin: Pick<PictureMeta, 'request' | 'imported'>, picture: Blob) {
  return here.has(await here.identityOf(origin, picture));
}

test('a picture of ours is known by its request and its pixels, with its settings in the file or without', async () => {
  const here = new PicturesHere([meta], async () => png(2, 10));
  expect(await isHere(here, { request }, await withSettings(png(2, 10), { request }))).toBe(true);
  expect(await isHere(here, { request }, png(3, 10))).toBe(false);
  expect(await isHere(here, { request }, png(2, 11))).toBe(false);
  expect(await isHere(here, { request: someRequest({ seed: 8 }) }, png(2, 10))).toBe(false);
});

test('only pictures of the same request are read, and those once', async () => {
  const read = vi.fn(async () => png(2, 10));
  const here = new PicturesHere([meta, { id: 'b', request: someRequest({ seed: 8 }) } as PictureMeta], read);
  for (const grey of [11, 12]) await isHere(here, { request }, png(2, grey));
  expect(read.mock.calls).toEqual([['a']]);
});

test('what came in is known from then on; a file of another tool by its bytes', async () => {
  const imported = { name: 'x.png', sha256: '1'.repeat(64), settings: null };
  const here = new PicturesHere([{ id: 'c', request: null, imported } as PictureMeta], async () => undefined);
  expect(await isHere(here, { request: null, imported }, png(9, 9))).toBe(true);
  here.add(await here.identityOf({ request }, png(2, 10)));
  expect(await isHere(here, { request }, png(2, 10))).toBe(true);
});
