import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { OtherDocument } from '../editor/editor';
import { fakeLocks } from '../platform/testing/fakeLocks';
import { someRequest } from '../protocol/testing/someRequest';
import { takeNotices, type Notice } from '../shell/notices';
import { deleteAllData } from '../storage/deleteAllData';
import { DocumentStore } from '../storage/documents';
import { openStore } from '../storage/keyValue';
import type { PictureMeta } from '../storage/pictureMeta';
import { deletePictures, listPictures, newPictureId, savePicture } from '../storage/pictures';
import { deleteEdited, lookForEdited, useEditedPictures } from './editedPictures';
import { deletedText, freeStorage, kindOfPicture, measureStorage, type StorageKind } from './freeStorage';
import { loadResults, useResults } from './results';

/** Those that the storage lists but the one in this tab. */
vi.mock('../editor/editor', () => ({
  otherDocuments: async (): Promise<OtherDocument[]> =>
    (await new DocumentStore().list())
      .filter(({ id }) => id !== 'open')
      .map(({ id }) => ({ id, changedAt: 0, picture: id === 'unread' ? null : { prompt: id, width: 1, height: 1 } })),
}));

const documentIds = async () => (await new DocumentStore().list()).map(({ id }) => id).toSorted();

const NOW = Date.now();
const DAY = 24 * 3600 * 1000;
const request = someRequest({});

const picture = (change: Partial<PictureMeta>): PictureMeta => ({
  id: newPictureId(NOW),
  createdAt: NOW - 30 * DAY,
  request,
  width: 2,
  height: 3,
  bytes: 10,
  seconds: 1,
  engine: { backend: 'wasm', adapter: 'CPU' },
  favourite: false,
  deletedAt: null,
  ...change,
});

const imported = { name: 'cat.png', sha256: 'a'.repeat(64), settings: null };
const old = picture({ id: 'old' });
const recent = picture({ id: 'recent', createdAt: NOW - DAY, bytes: 20 });
const loved = picture({ id: 'loved', favourite: true });
const foreign = picture({ id: 'foreign', request: null, imported, engine: null, bytes: 40 });
const own = picture({ id: 'own', engine: null, bytes: 80 });

async function keepDocument(id: string): Promise<void> {
  await new DocumentStore().save(id, {
    head: { entries: ['e1'], index: 0, changedAt: 5, extra: null },
    newEntries: new Map<string, unknown>([['e1', {}]]),
    goneEntries: [],
    newTiles: new Map([['t1', new Uint8Array(7)]]),
    goneTiles: [],
  });
}

beforeAll(() => loadResults());
beforeEach(async () => {
  takeNotices();
  await deletePictures((await listPictures()).map(({ id }) => id));
  await deleteAllData();
  for (const meta of [old, recent, loved, foreign, own]) {
    await savePicture({ meta, png: new Blob([meta.id]), thumbnail: new Blob(['small']) });
  }
  await keepDocument('open');
  await keepDocument('other');
});

const shown = () =>
  useResults
    .getState()
    .pictures.map(({ id }) => id)
    .toSorted();

async function free(...kinds: StorageKind[]): Promise<Notice | undefined> {
  await freeStorage((await measureStorage(NOW)).filter(({ kind }) => kinds.includes(kind)));
  return takeNotices()[0];
}

test('what came from elsewhere and what was made here are told apart, favourites are never offered', () => {
  const kinds = [old, recent, loved, foreign, own].map((meta) => kindOfPicture(meta, NOW));
  expect(kinds).toEqual(['old', 'recent', null, 'imported', 'imported']);
});

test('each kind is offered with its size', async () => {
  expect(await measureStorage(NOW)).toEqual([
    { kind: 'old', ids: ['old'], bytes: 10 },
    { kind: 'recent', ids: ['recent'], bytes: 20 },
    { kind: 'edited', ids: ['other'], bytes: 7 },
    { kind: 'imported', ids: expect.arrayContaining(['foreign', 'own']) as string[], bytes: 120 },
  ]);
});

test('only what was chosen goes, and it comes back when asked', async () => {
  const notice = await free('old', 'edited');
  expect(notice?.message).toBe('1 picture and 1 edited picture deleted. The room is free once this message has gone.');
  expect(shown()).toEqual(['foreign', 'loved', 'own', 'recent']);
  expect(await documentIds()).toEqual(['open']);
  notice?.undo?.();
  await vi.waitFor(() => expect(shown()).toEqual(['foreign', 'loved', 'old', 'own', 'recent']));
  await vi.waitFor(async () => expect(await documentIds()).toEqual(['open', 'other']));
});

test('it goes for good with the notice, with all its records', async () => {
  const notice = await free('imported', 'edited');
  notice?.onGone?.();
  await vi.waitFor(async () => {
    expect(await openStore('pictures').keys()).toEqual(['loved', 'old', 'recent']);
    expect(await openStore('documents').keys()).toEqual(['entry:open:e1', 'head:open', 'tile:open:t1']);
  });
});

test('what has come back meanwhile, from a backup say, does not go with the notice', async () => {
  const notice = await free('imported');
  await savePicture({ meta: own, png: new Blob(['own']), thumbnail: new Blob(['small']) });
  notice?.onGone?.();
  await vi.waitFor(async () => expect(await openStore('pictures').keys()).toEqual(['loved', 'old', 'own', 'recent']));
  expect(shown()).toEqual(['loved', 'old', 'own', 'recent']);
});

test('one edited picture can be deleted by itself, and brought back', async () => {
  await lookForEdited();
  expect(useEditedPictures.getState().others.map(({ id }) => id)).toEqual(['other']);
  await deleteEdited('other');
  expect(useEditedPictures.getState().others).toEqual([]);
  const [notice] = takeNotices();
  notice?.undo?.();
  await vi.waitFor(() => expect(useEditedPictures.getState().others.map(({ id }) => id)).toEqual(['other']));
});

test('one that is open in another tab stays, and that is said', async () => {
  const locks = fakeLocks();
  vi.stubGlobal('navigator', { locks });
  void locks.request('outpane-document:other', () => new Promise(() => undefined));
  await deleteEdited('other');
  expect(takeNotices()[0]?.message).toBe('The picture is open in another tab. Close it there first.');
  vi.unstubAllGlobals();
  expect(await documentIds()).toEqual(['open', 'other']);
});

test('where the storage takes no mark any more, it goes at once: else there never is room again', async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('no', 'QuotaExceededError');
  });
  const notice = await free('recent', 'edited');
  put.mockRestore();
  expect(notice?.undo).toBeUndefined();
  expect(notice?.message).toBe('1 picture and 1 edited picture deleted. The storage was too full for a way back.');
  expect(shown()).toEqual(['foreign', 'loved', 'old', 'own']);
  expect(await openStore('documents').keys()).toEqual(['entry:open:e1', 'head:open', 'tile:open:t1']);
});

test('says what was deleted', () => {
  expect(deletedText(1, 0, false)).toBe('1 picture deleted.');
  expect(deletedText(1200, 2, true)).toBe('1,200 pictures, 2 edited pictures and unused model files deleted.');
  expect(deletedText(0, 0, true)).toBe('Unused model files deleted.');
});
