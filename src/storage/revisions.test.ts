import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ModelCard } from '../models/modelCard';
import { chunksOf } from './chunks';
import { openStore } from './keyValue';
import { installedCard, newerRevision, openCard } from './modelRecords';
import { cardFor, someBytes, startRangeServer, type RangeServer } from './testing/rangeServer';
import { Weights, type InstallOptions } from './weights';

const quick: InstallOptions = { backoff: [0, 0, 0], rangeBytes: 4000, idle: 5000 };
const UNET = 9500;

let server: RangeServer;
let cardUrl: string;
let old: ModelCard;
let weights: Weights;

/** The old revision is installed, and nothing has been asked of the server since. */
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  const files = new Map([
    ['unet.onnx', someBytes('unet one', UNET)],
    ['text/model.onnx', someBytes('text', 2000)],
    ['tokenizer.json', someBytes('tokenizer', 10)],
  ]);
  cardFor(files, 'one');
  server = await startRangeServer(files);
  cardUrl = `${server.url}card.json`;
  weights = await Weights.open();
  old = (await weights.install(cardUrl, quick)).card;
  server.served.length = 0;
});

afterEach(() => server.close());

function publish(revision = 'two'): ModelCard {
  server.files.set('unet.onnx', someBytes(`unet ${revision}`, UNET));
  return cardFor(server.files, revision);
}

const storedKeys = async () => new Set(await openStore('weights').keys());
const keysOf = (...cards: ModelCard[]) => new Set(cards.flatMap((card) => chunksOf(card).map(({ key }) => key)));

async function unetOf(card: ModelCard): Promise<Buffer> {
  const offline = { ...quick, backoff: [] };
  return Buffer.from(await weights.files(cardUrl, card, offline).bytes('unet.onnx'));
}

it('is not waited for: the installed revision is ready without a request', async () => {
  publish();
  const { card, report } = await (await Weights.open()).install(cardUrl, quick);
  expect(card.revision).toBe('one');
  expect(report.fetchedBytes).toBe(0);
  expect((await openCard(cardUrl)).revision).toBe('one');
  expect(server.served).toEqual([]);
});

it('is noticed, with what it would cost', async () => {
  expect(await newerRevision(cardUrl)).toBeNull();
  const card = publish();
  expect(await newerRevision(cardUrl)).toEqual({ card, bytes: UNET });
  server.files.clear();
  await expect(newerRevision(cardUrl)).rejects.toMatchObject({ code: 'network' });
});

it('is fetched beside the old one, only what they do not share; the old one stays installed until the change', async () => {
  const card = publish();
  const progress: [number, number][] = [];
  const newer = await weights.fetchNewer(cardUrl, { ...quick, onProgress: (...both) => void progress.push(both) });
  expect(newer).toEqual({ card, report: { fetchedBytes: UNET, repairedChunks: 0 } });
  expect(progress[0]).toEqual([0, UNET]);
  expect(progress.at(-1)).toEqual([UNET, UNET]);
  expect(new Set(server.served.map(({ path }) => path))).toEqual(new Set(['card.json', 'unet.onnx']));
  expect((await weights.installed(cardUrl))?.revision).toBe('one');
  expect(await storedKeys()).toEqual(keysOf(old, card));
  expect(await unetOf(old)).toEqual(Buffer.from(someBytes('unet one', UNET)));

  await weights.changeOver(cardUrl, card);
  expect((await installedCard(cardUrl))?.revision).toBe('two');
  expect(await storedKeys()).toEqual(keysOf(card));
  expect(await unetOf(card)).toEqual(Buffer.from(someBytes('unet two', UNET)));
});

it('leaves the old chunks to whoever uses them, and deletes them when nobody does', async () => {
  const use = await weights.useInstalled(cardUrl);
  const other = await (await Weights.open()).useInstalled(cardUrl);
  const card = publish();
  await weights.fetchNewer(cardUrl, quick);
  await weights.changeOver(cardUrl, card);
  expect((await weights.installed(cardUrl))?.revision).toBe('two');
  expect(await storedKeys()).toEqual(keysOf(old, card));
  expect(await unetOf(old)).toEqual(Buffer.from(someBytes('unet one', UNET)));

  await use?.release();
  await weights.tidy(cardUrl);
  expect(await storedKeys()).toEqual(keysOf(old, card));
  await other?.release();
  await weights.tidy(cardUrl);
  expect(await storedKeys()).toEqual(keysOf(card));
  expect((await weights.useInstalled(cardUrl))?.card.revision).toBe('two');
});

it('that can not be fetched leaves the old one whole, and is gone on with later', async () => {
  const card = publish();
  const unet = server.files.get('unet.onnx') ?? new Uint8Array();
  server.tricks.set('unet.onnx', [{ kind: 'cut', afterBytes: 2500 }, ...Array.from({ length: 8 }, cut)]);
  const once = { ...quick, parallel: 1, rangeBytes: UNET, backoff: [] };
  await expect(weights.fetchNewer(cardUrl, once)).rejects.toMatchObject({ code: 'network' });
  expect((await weights.install(cardUrl, quick)).card.revision).toBe('one');
  server.tricks.clear();
  server.served.length = 0;
  const newer = await (await Weights.open()).fetchNewer(cardUrl, once);
  expect(newer?.report.fetchedBytes).toBe(UNET - 2000);
  expect(server.served.filter(({ path }) => path === 'unet.onnx')).toEqual([
    { path: 'unet.onnx', range: 'bytes=2000-9499' },
  ]);
  await weights.changeOver(cardUrl, card);
  expect(await unetOf(card)).toEqual(Buffer.from(unet));
});

const cut = () => ({ kind: 'cut', afterBytes: 0 }) as const;

it('that is overtaken by a third one leaves nothing behind', async () => {
  publish('two');
  await weights.fetchNewer(cardUrl, quick);
  const third = publish('three');
  await weights.fetchNewer(cardUrl, quick);
  await weights.changeOver(cardUrl, third);
  expect(await storedKeys()).toEqual(keysOf(third));
});

it('can be the old one again', async () => {
  const use = await weights.useInstalled(cardUrl);
  const two = publish('two');
  await weights.fetchNewer(cardUrl, quick);
  await weights.changeOver(cardUrl, two);
  publish('one');
  const back = await weights.fetchNewer(cardUrl, quick);
  expect(back?.report.fetchedBytes).toBe(0);
  await weights.changeOver(cardUrl, old);
  await use?.release();
  await weights.tidy(cardUrl);
  expect(await storedKeys()).toEqual(keysOf(old));
});

it('takes the place of an old one that is damaged and can not be mended any more', async () => {
  const [broken] = chunksOf(old, 'unet.onnx');
  if (!broken) throw new Error('The file has no chunks.');
  await openStore('weights').delete(broken.key);
  publish();
  const later = await Weights.open();
  const { card, report } = await later.install(cardUrl, quick);
  expect(card.revision).toBe('two');
  expect(report).toEqual({ fetchedBytes: UNET, repairedChunks: 0 });
  expect(await storedKeys()).toEqual(keysOf(card));
});

it('with other facts and the same bytes fetches nothing', async () => {
  const card = cardFor(server.files, 'one', { name: 'Renamed' });
  expect(await newerRevision(cardUrl)).toEqual({ card, bytes: 0 });
  expect((await weights.fetchNewer(cardUrl, quick))?.report.fetchedBytes).toBe(0);
  await weights.changeOver(cardUrl, card);
  expect((await weights.installed(cardUrl))?.name).toBe('Renamed');
  expect(await storedKeys()).toEqual(keysOf(old));
});

it('is fetched once by two tabs that see it at the same time', async () => {
  const card = publish();
  const tabs = await Promise.all([Weights.open(), Weights.open()]);
  const found = await Promise.all(tabs.map((tab) => tab.fetchNewer(cardUrl, quick)));
  expect(found.map((newer) => newer?.report.fetchedBytes).toSorted()).toEqual([0, UNET]);
  await Promise.all(tabs.map((tab) => tab.changeOver(cardUrl, card)));
  expect(await storedKeys()).toEqual(keysOf(card));
});
