import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import { settingsOfRequest, type PictureSettings } from '../protocol/pictureSettings';
import { openArchive, manifestFile, writeArchive, type ArchiveFile } from './archive';
import { restoreBackup } from './restoreBackup';
import { writeBackup } from './writeBackup';
import { decodePng, pngOf } from './testing/pngs';
import { deleteAllData } from './deleteAllData';
import { deleteHidden, hideDocument } from './deletedDocuments';
import { DocumentStore } from './documents';
import { openStore } from './keyValue';
import { modelOf, settingsOf, titleOf } from './pictureMeta';
import { listPictures, newPictureId, readPicture, readThumbnail, savePicture, updatePicture } from './pictures';

const request = someRequest({ prompt: 'a red apple, "quoted" <b>and</b> ünïcode' });

async function keepPicture(createdAt: number) {
  const content = pngOf(createdAt);
  const meta = {
    id: newPictureId(createdAt),
    createdAt,
    request,
    width: 2,
    height: 3,
    bytes: content.size,
    seconds: 1.5,
    engine: { backend: 'wasm' as const, adapter: 'CPU' },
    favourite: createdAt % 2 === 0,
    deletedAt: null,
  };
  await savePicture({ meta, png: content, thumbnail: new Blob([`small ${createdAt}`], { type: 'image/webp' }) });
  return meta;
}

async function keepDocument(id: string) {
  const store = new DocumentStore();
  await store.save(id, {
    head: { entries: ['e1', 'e2'], index: 1, changedAt: 5, extra: { view: { x: 1, y: 2, zoom: 3 } } },
    newEntries: new Map<string, unknown>([
      ['e1', { label: 'first', tiles: { '0,0': 't1' } }],
      ['e2', { label: 'second', nothing: null }],
    ]),
    goneEntries: [],
    newTiles: new Map([['t1', new Uint8Array([1, 2, 3, 250])]]),
    goneTiles: [],
  });
  return store;
}

const backup = (settings: Record<string, string> = {}) => new Response(writeBackup(settings)).blob();

async function archive(files: ArchiveFile[]): Promise<Blob> {
  async function* all() {
    yield* files;
  }
  return new Response(writeArchive(all())).blob();
}

vi.stubGlobal('createImageBitmap', decodePng);
beforeEach(deleteAllData);

describe('a backup', () => {
  test('brings back pictures of other tools, and such without settings, as what they are', async () => {
    const known = await keepPicture(1_000);
    const settings: PictureSettings = {
      ...settingsOfRequest(request),
      source: 'comfyui',
      sampler: { name: 'dpmpp_2m karras', id: null },
      width: null,
      warnings: ['Steps 80 is not possible here; it becomes 50.'],
    };
    const imported = { name: 'cat.png', sha256: 'a'.repeat(64) };
    for (const [createdAt, said] of [
      [2_000, settings],
      [3_000, null],
    ] as const) {
      const meta = { ...known, id: newPictureId(createdAt), request: null, imported: { ...imported, settings: said } };
      await savePicture({ meta, png: pngOf(1), thumbnail: new Blob(['small']) });
    }
    const before = await listPictures();
    expect(before.map(settingsOf)).toEqual([null, settings, settingsOfRequest(request)]);
    expect(before.map(titleOf)).toEqual(['cat.png', request.prompt, request.prompt]);
    expect(before.map(modelOf)).toEqual([null, 'starter', 'starter']);
    const file = await backup();
    await deleteAllData();
    expect(await restoreBackup(file)).toMatchObject({ pictures: { added: 3, damaged: [] } });
    expect(await listPictures()).toEqual(before);
  });

  test('brings everything back after everything was deleted', async () => {
    const metas = [await keepPicture(2_000), await keepPicture(1_001)];
    const hidden = await keepPicture(3_000);
    await updatePicture(hidden.id, { deletedAt: 1 });
    const store = await keepDocument('doc');
    const before = await store.read('doc');
    const file = await backup({ layout: '{"theme":"dark"}' });

    await deleteAllData();
    expect(await listPictures()).toEqual([]);
    const progress: [number, number][] = [];
    const report = await restoreBackup(file, { onProgress: (done, total) => progress.push([done, total]) });
    expect(report).toEqual({
      pictures: { added: 2, bare: 0, known: 0, damaged: [] },
      documents: { added: 1, incomplete: 0, unreadable: 0 },
      settings: { layout: '{"theme":"dark"}' },
    });
    expect(progress).toEqual([[2, 2]]);
    expect(await listPictures()).toEqual(metas);
    expect(await (await readPicture(metas[0]?.id ?? ''))?.bytes()).toEqual(await pngOf(2000).bytes());
    expect((await readPicture(metas[0]?.id ?? ''))?.type).toBe('image/png');
    expect(await (await readThumbnail(metas[1]?.id ?? ''))?.text()).toBe('small 1001');
    const after = new DocumentStore();
    expect(await after.read('doc')).toEqual(before);
    expect([...(await after.readTiles('doc', ['t1']))]).toEqual([['t1', new Uint8Array([1, 2, 3, 250])]]);
  });

  test('adds what is missing and changes nothing that is here', async () => {
    const first = await keepPicture(1_000);
    await keepDocument('doc');
    const file = await backup();
    const second = await keepPicture(2_001);
    await updatePicture(first.id, { favourite: false });
    await openStore<unknown>('documents').set('entry:doc:e1', 'worked on since');
    expect(await restoreBackup(file)).toMatchObject({ pictures: { added: 0, known: 1 }, documents: { added: 0 } });
    expect(await listPictures()).toEqual([second, { ...first, favourite: false }]);
    expect(await openStore<unknown>('documents').get('entry:doc:e1')).toBe('worked on since');
  });

  test('a damaged picture in it costs only itself', async () => {
    const meta = await keepPicture(1_000);
    const other = { ...meta, id: newPictureId(2_000) };
    await deleteAllData();
    const list = [meta, { ...other, width: 'wide' }, { ...other, id: '../x' }, other, { ...other, id: 'not-there' }];
    const file = await archive([
      manifestFile({ pictures: list.map((one, i) => ({ file: `${i}.png`, meta: one })), documents: [], settings: {} }),
      ...[0, 1, 2].map((i) => ({ name: `${i}.png`, content: pngOf(1), modifiedAt: 0 })),
      { name: '3.png', content: '<svg/>', modifiedAt: 0 },
    ]);
    expect(await restoreBackup(file)).toMatchObject({
      pictures: { added: 1, known: 0, damaged: ['1.png', ...[2, 3, 4].map(() => request.prompt)] },
    });
    expect(await listPictures()).toEqual([meta]);
  });

  /** Flips a bit in the middle of one file of an archive. */
  async function damaged(file: Blob, name: string): Promise<Blob> {
    const bytes = Buffer.from(await file.arrayBuffer());
    let header = bytes.indexOf('PK\x03\x04');
    while (bytes.toString('utf8', header + 30, header + 30 + name.length) !== name) {
      header = bytes.indexOf('PK\x03\x04', header + 4);
    }
    const at = header + 30 + name.length;
    const end = bytes.indexOf('PK\x07\x08', at);
    bytes.writeUInt8(bytes.readUInt8((at + end) >> 1) ^ 4, (at + end) >> 1);
    return new Blob([bytes]);
  }

  test('a flipped bit costs only what it is in, and that is named', async () => {
    const metas = [await keepPicture(2_000), await keepPicture(1_000)];
    const file = await backup({ layout: '{"theme":"dark"}' });
    for (const [meta, other] of [metas, metas.toReversed()]) {
      await deleteAllData();
      const report = await restoreBackup(await damaged(file, `pictures/${meta?.id}.png`));
      expect(report.pictures).toMatchObject({ added: 1, damaged: [request.prompt] });
      expect(await listPictures()).toEqual([other]);
    }
    await deleteAllData();
    expect((await restoreBackup(await damaged(file, `thumbnails/${metas[0]?.id}.webp`))).pictures.added).toBe(2);
    expect(await (await readThumbnail(metas[0]?.id ?? ''))?.bytes()).toEqual(await pngOf(2_000).bytes());
  });

  test('settings and prompts of a damaged list are not believed', async () => {
    await keepPicture(1_000);
    const file = await damaged(await backup({ layout: '{"theme":"dark"}' }), 'outpane.json');
    await deleteAllData();
    await expect(restoreBackup(file)).rejects.toMatchObject({ code: 'bad-request' });
    expect(await listPictures()).toEqual([]);
  });

  test('an edited picture with a damaged part is brought back without it; one with a damaged head leaves nothing', async () => {
    await keepDocument('doc');
    const file = await backup();
    await deleteAllData();
    // In the order of their keys: entries, head, tile.
    expect((await restoreBackup(await damaged(file, 'documents/3.bin'))).documents).toEqual({
      added: 1,
      incomplete: 1,
      unreadable: 0,
    });
    expect([...(await new DocumentStore().readTiles('doc', ['t1']))]).toEqual([]);
    expect((await new DocumentStore().read('doc'))?.entries).toHaveLength(2);
    await deleteAllData();
    expect((await restoreBackup(await damaged(file, 'documents/2.json'))).documents).toEqual({
      added: 0,
      incomplete: 0,
      unreadable: 1,
    });
    expect(await openStore('documents').keys()).toEqual([]);
  });

  test('a picture that was damaged before it was backed up is named, too', async () => {
    const meta = await keepPicture(1_000);
    const bytes = new Uint8Array(await pngOf(1).arrayBuffer());
    await savePicture({ meta, png: new Blob([bytes.subarray(0, 60)]), thumbnail: new Blob(['small']) });
    const file = await backup();
    await deleteAllData();
    expect((await restoreBackup(file)).pictures).toMatchObject({ added: 0, damaged: [request.prompt] });
  });

  test('what claims more pixels than fit into memory is not decoded', async () => {
    const meta = await keepPicture(1_000);
    const bytes = new Uint8Array(await pngOf(1).arrayBuffer());
    new DataView(bytes.buffer).setUint32(16, 200_000);
    new DataView(bytes.buffer).setUint32(20, 200_000);
    await savePicture({ meta, png: new Blob([bytes]), thumbnail: new Blob(['small']) });
    const file = await backup();
    await deleteAllData();
    const decode = vi.fn(decodePng);
    vi.stubGlobal('createImageBitmap', decode);
    expect((await restoreBackup(file)).pictures.damaged).toHaveLength(1);
    expect(decode).not.toHaveBeenCalled();
    vi.stubGlobal('createImageBitmap', decodePng);
  });

  test('that is stopped in the middle of an edited picture leaves nothing of it', async () => {
    const many = new Map(Array.from({ length: 120 }, (_, i) => [`t${i}`, new Uint8Array([i])]));
    await new DocumentStore().save('big', {
      head: { entries: ['e1'], index: 0, changedAt: 5, extra: null },
      newEntries: new Map<string, unknown>([['e1', {}]]),
      goneEntries: [],
      newTiles: many,
      goneTiles: [],
    });
    await keepDocument('first');
    const file = await backup();
    await deleteAllData();
    const stop = new AbortController();
    const { put } = IDBObjectStore.prototype;
    const putting = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      if (key === 'tile:big:t10') stop.abort();
      return put.call(this, value, key);
    });
    await expect(restoreBackup(file, { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
    putting.mockRestore();
    expect((await openStore('documents').keys()).filter((key) => key.includes('big'))).toEqual([]);
    expect((await restoreBackup(file)).documents.added).toBeGreaterThan(0);
    expect((await new DocumentStore().readTiles('big', [...many.keys()])).size).toBe(120);
  });

  test('leaves out what is just being deleted, and brings it back where it is there still', async () => {
    await keepDocument('doc');
    const file = await backup();
    await hideDocument('doc');
    expect((await openArchive(await backup())).manifest?.documents).toEqual([]);
    expect((await restoreBackup(file)).documents.added).toBe(1);
    await deleteHidden('doc');
    expect(await new DocumentStore().list()).toMatchObject([{ id: 'doc' }]);
  });

  test('of something else is refused with words, and nothing is changed', async () => {
    const zip = await archive([manifestFile({ pictures: [] })]);
    const newer = await archive([{ name: 'outpane.json', content: '{"app":"outpane","format":2}', modifiedAt: 0 }]);
    for (const file of [zip, newer, new Blob(['x'])]) {
      await expect(restoreBackup(file)).rejects.toMatchObject({ name: 'OutpaneError', code: 'bad-request' });
    }
    expect((await openArchive(await archive([]))).manifest).toBeNull();
  });

  test('stops when asked to', async () => {
    await keepPicture(1_000);
    const file = await backup();
    await deleteAllData();
    await expect(restoreBackup(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await listPictures()).toEqual([]);
  });
});

test('dates that a zip can not say become the nearest that it can', async () => {
  const yearsOf = async (modifiedAt: number) => {
    const bytes = Buffer.from(await (await archive([{ name: 'a', content: 'x', modifiedAt }])).arrayBuffer());
    const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    return [bytes.readUInt16LE(12), bytes.readUInt16LE(directory + 14)].map((date) => {
      return `${1980 + (date >> 9)}-${(date >> 5) & 15}-${date & 31}`;
    });
  };
  for (const [year, date] of [
    [1970, '1980-1-1'],
    [1979, '1980-1-1'],
    [2026, '2026-5-6'],
    [2108, '2107-12-31'],
    [2201, '2107-12-31'],
  ] as const) {
    expect(await yearsOf(new Date(year, 4, 6).getTime())).toEqual([date, date]);
  }
  expect(await yearsOf(Number.NaN)).toEqual(['1980-1-1', '1980-1-1']);
  expect(await yearsOf(Number.POSITIVE_INFINITY)).toEqual(['2107-12-31', '2107-12-31']);
});
