import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import { manifestFile, writeArchive } from './archive';
import { restoreBackup } from './restoreBackup';
import { writeBackup, writeDocumentCopy } from './writeBackup';
import { deleteAllData } from './deleteAllData';
import { openStore, type StoreName } from './keyValue';
import { onPictureNews, type PictureNews } from './pictureChanges';
import { hasUnreadSettings, settingsOf, type PictureMeta, type UnreadPicture } from './pictureMeta';
import {
  deletePictures,
  keptPictures,
  listPictures,
  pictureBatches,
  readPicture,
  readThumbnail,
  updatePicture,
} from './pictures';
import { encodeRecord } from './recordCodec';
import { decodePng } from './testing/pngs';
import { readFrozen, thaw } from './testing/frozen';

const DOCUMENT = '11111111-1111-4111-8111-111111111111';

const metas = () => openStore<unknown>('pictureMeta');

async function lists() {
  const all: { pictures: PictureMeta[]; unread: UnreadPicture[] } = { pictures: [], unread: [] };
  for await (const { pictures, unread } of pictureBatches()) {
    all.pictures.push(...pictures);
    all.unread.push(...unread);
  }
  return all;
}

/** A store's records with all their bytes, in a form that can be compared. */
async function contents(name: StoreName) {
  const store = openStore<unknown>(name);
  const found: Record<string, unknown> = {};
  for (const key of await store.keys()) {
    const encoded = encodeRecord(await store.get(key));
    found[key] = [encoded?.json, ...(await Promise.all((encoded?.binaries ?? []).map((blob) => blob.text())))];
  }
  return found;
}

const backup = () => new Response(writeBackup({})).blob();

beforeEach(async () => {
  await deleteAllData();
  await thaw(readFrozen('v1'));
});

describe('pictures of version 1', () => {
  test('are listed with all that is known of them, and have their pixels, in both forms', async () => {
    const { pictures, unread } = await lists();
    expect(unread).toEqual([]);
    expect(pictures.map((meta) => settingsOf(meta)?.prompt ?? meta.imported?.name)).toEqual([
      'a deleted one',
      'photo.jpg',
      'a castle, highly detailed',
      'expand of seed 11',
      someRequest().prompt,
      someRequest().prompt,
    ]);
    expect(pictures.map(({ favourite }) => favourite)).toEqual([false, false, false, false, false, true]);
    expect(pictures.filter(({ deletedAt }) => deletedAt !== null)).toHaveLength(1);
    expect(pictures[2]?.imported?.settings?.model.name).toBe('dreamer_v8');
    expect(pictures[3]?.request?.edit?.region).toEqual({ x: 64, y: 0, width: 64, height: 64 });
    expect(pictures[4]?.request?.variation).toEqual({ seed: 12, strength: 0.3 });
    for (const { id, bytes } of pictures) {
      const png = await readPicture(id);
      expect([png?.size, png?.type]).toEqual([bytes, 'image/png']);
      expect((await readThumbnail(id))?.size).toBe(bytes);
    }
  });
});

describe('a picture of another version', () => {
  test('is there where only a number of its request is beyond today’s, or its request can not be read', async () => {
    const [meta] = await listPictures();
    if (!meta) throw new Error('no picture');
    await metas().set(meta.id, { ...meta, deletedAt: null, request: someRequest({ guidanceScale: 16, steps: 150 }) });
    expect((await listPictures())[0]?.request).toMatchObject({ guidanceScale: 16, steps: 150 });

    const newer = { version: 2, task: 'textToImage' };
    await metas().set(meta.id, { ...meta, deletedAt: null, request: newer });
    const [found] = await listPictures();
    expect(found).toMatchObject({ id: meta.id, request: null, unread: { request: newer } });
    expect(found && hasUnreadSettings(found)).toBe(true);
    await updatePicture(meta.id, { favourite: true });
    expect(await metas().get(meta.id)).toEqual({ ...meta, deletedAt: null, favourite: true, request: newer });
  });

  test('is listed as what can not be read, changed by nothing and deleted only when it is asked for', async () => {
    const [first, second] = await listPictures();
    if (!first || !second) throw new Error('no pictures');
    const newer = { version: 2, id: first.id, createdAt: 5, layers: [new Blob(['x'])] };
    await metas().setMany([
      [first.id, newer],
      [second.id, 'nonsense'],
      ['zz', { ...second, id: 'another' }],
      ['zzz', { version: 2, deletedAt: 9 }],
    ]);
    const { pictures, unread } = await lists();
    expect(pictures).toHaveLength(4);
    expect(unread).toEqual([
      { id: 'zz', createdAt: second.createdAt, reason: 'damaged' },
      { id: first.id, createdAt: 5, reason: 'newer' },
      // Its id begins with the time of making.
      { id: second.id, createdAt: second.createdAt, reason: 'damaged' },
    ]);
    await updatePicture(first.id, { favourite: true });
    await updatePicture(second.id, { deletedAt: 1 });
    expect(await metas().get(first.id)).toEqual(newer);
    expect(await metas().get(second.id)).toBe('nonsense');
    // Nothing that comes in takes its place.
    expect(await keptPictures([first.id, second.id, 'zzz'])).toEqual(new Set([first.id, second.id]));
    await deletePictures([first.id]);
    expect((await lists()).unread.map(({ id }) => id)).toEqual(['zz', second.id]);
  });

  test('is told of by a newer tab, and is not taken for one that can be read', async () => {
    const [meta] = await listPictures();
    const heard: PictureNews[] = [];
    const stop = onPictureNews((news) => heard.push(news));
    const tab = new BroadcastChannel('outpane-pictures');
    tab.postMessage({ kind: 'saved', pictures: [meta, { version: 2, id: 'new' }, 7] });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    stop();
    tab.close();
    const unread = [{ id: 'new', createdAt: null, reason: 'newer' }];
    expect(heard).toEqual([{ kind: 'saved', pictures: [meta], unread }]);
  });
});

describe('a backup', () => {
  beforeEach(() => {
    vi.stubGlobal('createImageBitmap', decodePng);
    return () => vi.unstubAllGlobals();
  });

  test('has what can not be read byte for byte, and brings it back so', async () => {
    const [first, second] = await listPictures();
    if (!first || !second) throw new Error('no pictures');
    await metas().set(first.id, { version: 2, id: first.id, layers: [{ pixels: new Blob(['x'], { type: 'a/b' }) }] });
    await metas().set(second.id, { ...second, request: { version: 2 }, later: { more: [1] } });
    await openStore<unknown>('documents').setMany([
      ['head:newer', { version: 2, when: new Date(5), parts: new Map([['a', 1n]]) }],
      ['entry:newer:1', { version: 2, state: 'plain' }],
      ['tile:newer:t', { packed: new Uint8Array([1, 2, 250]), by: 'x' }],
      [`entry:${DOCUMENT}:newer`, { version: 2, tiles: new Uint8Array([3]) }],
      ['branch:newer:main', ['x']],
    ]);
    const names = ['pictures', 'thumbnails', 'pictureMeta', 'documents'] as const;
    const before = await Promise.all(names.map(contents));
    const file = await backup();

    await deleteAllData();
    expect(await restoreBackup(file)).toMatchObject({
      pictures: { added: 6, known: 0, damaged: [] },
      documents: { added: 3 },
    });
    const after = await Promise.all(names.map(contents));
    expect(after[3]).toEqual(before[3]);
    expect(after[2]).toEqual(before[2]);
    // Pictures that can be read may be kept in the other of the two forms.
    expect(after[0]?.[first.id]).toEqual(before[0]?.[first.id]);
    expect(after[1]?.[first.id]).toEqual(before[1]?.[first.id]);
    const { pictures, unread } = await lists();
    expect([pictures.length, unread]).toEqual([5, [{ id: first.id, createdAt: first.createdAt, reason: 'newer' }]]);

    // Once more: all of it is there, and stays as it is.
    await metas().set(first.id, { version: 2, changed: 'since' });
    expect(await restoreBackup(file)).toMatchObject({ pictures: { added: 0, known: 6 }, documents: { added: 0 } });
    expect(await metas().get(first.id)).toEqual({ version: 2, changed: 'since' });
  });

  test('of one edited picture has that one whole, and is restored beside all others', async () => {
    const all = await contents('documents');
    const own = Object.fromEntries(Object.entries(all).filter(([key]) => key.includes(DOCUMENT)));
    const file = await new Response(writeDocumentCopy(DOCUMENT)).blob();
    await deleteAllData();
    expect(await restoreBackup(file)).toMatchObject({ pictures: { added: 0 }, documents: { added: 1 } });
    expect(await contents('documents')).toEqual(own);
  });

  test('that is damaged adds what it can, and never what is no picture’s', async () => {
    async function* files() {
      const record = { store: 'pictureMeta' as const, key: 'p1', file: 'r.json', binaries: ['gone.bin'] };
      const records = [
        record,
        { ...record, key: '../x', binaries: [] },
        { ...record, key: 'p2', binaries: [] as string[] },
      ];
      yield manifestFile({ pictures: [], documents: [], settings: {}, records });
      yield { name: 'r.json', content: '{"version":2}', modifiedAt: 0 };
    }
    const file = await new Response(writeArchive(files())).blob();
    await deleteAllData();
    expect(await restoreBackup(file)).toMatchObject({ pictures: { added: 1, damaged: ['p1', '../x'] } });
    expect(await metas().keys()).toEqual(['p2']);
  });

  test('of a newer version is refused with those words', async () => {
    async function* files() {
      yield { name: 'outpane.json', content: '{"app":"outpane","format":2,"pictures":{}}', modifiedAt: 0 };
    }
    const file = await new Response(writeArchive(files())).blob();
    await expect(restoreBackup(file)).rejects.toThrow('newer version');
  });
});

test('whatever a picture’s record is, it is in one of the two lists, and stays', async () => {
  const keys = fc.constantFrom('id', 'version', 'createdAt', 'request', 'width', 'imported', 'unread');
  const anything = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()));
  await fc.assert(
    fc.asyncProperty(anything, async (raw) => {
      await metas().set('x', raw);
      const { pictures, unread } = await lists();
      expect([...pictures, ...unread].filter(({ id }) => id === 'x')).toHaveLength(1);
      await updatePicture('x', { favourite: true });
      expect(await metas().get('x')).toEqual(raw);
    }),
    { numRuns: 60 },
  );
});
