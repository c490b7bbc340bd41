import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import { settingsOfRequest, type PictureSettings } from '../protocol/pictureSettings';
import { openArchive, manifestFile, writeArchive, type ArchiveFile } from './archive';
import { restoreBackup } from './restoreBackup';
import { writeBackup } from './writeBackup';
import { deleteAllData } from './deleteAllData';
import { DocumentStore } from './documents';
import { openStore } from './keyValue';
import { modelOf, settingsOf, titleOf } from './pictureMeta';
import { listPictures, newPictureId, readPicture, readThumbnail, savePicture, updatePicture } from './pictures';

const request = someRequest({ prompt: 'a red apple, "quoted" <b>and</b> ünïcode' });

const png = (text: string) =>
  new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), text], { type: 'image/png' });

async function keepPicture(createdAt: number) {
  const content = png(String(createdAt));
  const meta = {
    id: newPictureId(createdAt),
    createdAt,
    request,
    width: 256,
    height: 256,
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
      await savePicture({ meta, png: png('x'), thumbnail: new Blob(['small']) });
    }
    const before = await listPictures();
    expect(before.map(settingsOf)).toEqual([null, settings, settingsOfRequest(request)]);
    expect(before.map(titleOf)).toEqual(['cat.png', request.prompt, request.prompt]);
    expect(before.map(modelOf)).toEqual([null, 'starter', 'starter']);
    const file = await backup();
    await deleteAllData();
    expect(await restoreBackup(file)).toMatchObject({ pictures: 3, damaged: 0 });
    expect(await listPictures()).toEqual(before.map((meta) => ({ ...meta, bytes: meta.request ? meta.bytes : 9 })));
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
      pictures: 2,
      known: 0,
      damaged: 0,
      documents: 1,
      settings: { layout: '{"theme":"dark"}' },
    });
    expect(progress).toEqual([[2, 2]]);
    expect(await listPictures()).toEqual(metas);
    expect(await (await readPicture(metas[0]?.id ?? ''))?.text()).toMatch(/2000$/);
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
    expect(await restoreBackup(file)).toMatchObject({ pictures: 0, known: 1, documents: 0 });
    expect(await listPictures()).toEqual([second, { ...first, favourite: false }]);
    expect(await openStore<unknown>('documents').get('entry:doc:e1')).toBe('worked on since');
  });

  test('a damaged picture in it costs only itself', async () => {
    const meta = await keepPicture(1_000);
    const other = { ...meta, id: newPictureId(2_000) };
    await deleteAllData();
    const list = [meta, { ...other, request: {} }, { ...other, id: '../x' }, other, { ...other, id: 'not-there' }];
    const file = await archive([
      manifestFile({ pictures: list.map((one, i) => ({ file: `${i}.png`, meta: one })), documents: [], settings: {} }),
      ...[0, 1, 2].map((i) => ({ name: `${i}.png`, content: png('x'), modifiedAt: 0 })),
      { name: '3.png', content: '<svg/>', modifiedAt: 0 },
    ]);
    expect(await restoreBackup(file)).toMatchObject({ pictures: 1, known: 0, damaged: 4 });
    expect(await listPictures()).toEqual([{ ...meta, bytes: 9 }]);
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
