import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './keyValue';
import { cardFor, someBytes, startRangeServer, type RangeServer } from './testing/rangeServer';
import { deleteUnusedModels, unusedModelBytes } from './unusedModels';
import { Weights, type InstallOptions } from './weights';

const quick: InstallOptions = { backoff: [0, 0, 0], rangeBytes: 4000, idle: 5000 };

let server: RangeServer;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  const files = new Map([
    ['unet.onnx', someBytes('unet one', 9500)],
    ['text/model.onnx', someBytes('text', 2000)],
    ['tokenizer.json', someBytes('tokenizer', 10)],
  ]);
  cardFor(files, 'one');
  server = await startRangeServer(files);
});
afterEach(() => server.close());

test('of a revision that another has followed, what only it has is not used; what a tab works with stays', async () => {
  const url = `${server.url}card.json`;
  const weights = await Weights.open();
  const { card: old } = await weights.install(url, quick);
  expect(await unusedModelBytes()).toBe(0);
  const inUse = await weights.use(url, old);
  server.files.set('unet.onnx', someBytes('unet two', 9500));
  cardFor(server.files, 'two');
  const newer = await weights.fetchNewer(url, quick);
  if (!newer) throw new Error('no newer revision');
  await weights.changeOver(url, newer.card);
  expect(await unusedModelBytes()).toBe(9500);
  await deleteUnusedModels();
  expect(await unusedModelBytes()).toBe(9500);
  await inUse.release();
  const before = (await openStore('weights').keys()).length;
  await deleteUnusedModels();
  expect(await unusedModelBytes()).toBe(0);
  expect((await openStore('weights').keys()).length).toBeLessThan(before);
  expect(await (await Weights.open()).installed(url)).toEqual(newer.card);
});
