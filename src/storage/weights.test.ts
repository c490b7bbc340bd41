import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chunksOf } from './chunks';
import { openStore } from './keyValue';
import { hostWeights, quick, modelFiles } from './testing/weightsHost';
import { Weights } from './weights';

const host = hostWeights();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('a first installation', () => {
  it('fetches every file in ranges, tells the progress, and reads back the same bytes', async () => {
    const weights = await Weights.open();
    const progress: number[] = [];
    const { card, report } = await weights.install(host.cardUrl, {
      ...quick,
      onProgress: (received, total) => {
        expect(total).toBe(11_510);
        progress.push(received);
      },
    });
    expect(card.revision).toBe('one');
    expect(report).toEqual({ fetchedBytes: 11_510, repairedChunks: 0 });
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(11_510);
    const unet = host.requestsForFiles().filter(({ path }) => path === 'unet.onnx');
    expect(unet.map(({ range }) => range)).toEqual(['bytes=0-3999', 'bytes=4000-7999', 'bytes=8000-9499']);
    await host.expectWhole(weights);
  });

  it('is not repeated: another thread finds all of it, without a request', async () => {
    await (await Weights.open()).install(host.cardUrl, quick);
    host.server.served.length = 0;
    const later = await Weights.open();
    expect((await later.install(host.cardUrl, quick)).report.fetchedBytes).toBe(0);
    await host.expectWhole(later);
    expect(host.requestsForFiles()).toEqual([]);
  });

  it('works without a network once it is whole, the card included', async () => {
    await (await Weights.open()).install(host.cardUrl, quick);
    host.server.files.clear();
    const later = await Weights.open();
    expect((await later.install(host.cardUrl, quick)).report).toEqual({ fetchedBytes: 0, repairedChunks: 0 });
    await host.expectWhole(later, modelFiles());
  });

  it('is shared by two tabs: each byte is fetched once', async () => {
    const notices: string[] = [];
    const onNotice = (notice: string) => void notices.push(notice);
    const reports = await Promise.all([
      (await Weights.open()).install(host.cardUrl, { ...quick, onNotice }),
      (await Weights.open()).install(host.cardUrl, { ...quick, onNotice }),
    ]);
    expect(reports.map(({ report }) => report.fetchedBytes).toSorted()).toEqual([0, 11_510]);
    expect(host.requestsForFiles()).toHaveLength(5);
    expect(notices).toEqual(['The model is being fetched in another tab.']);
  });
});

describe('damage on the device', () => {
  const damage = async () => {
    const { card } = await (await Weights.open()).install(host.cardUrl, quick);
    const [, gone, , , , , , wrong, short] = chunksOf(card, 'unet.onnx');
    if (!gone || !wrong || !short) throw new Error('The file has too few chunks.');
    const store = openStore<Blob>('weights');
    await store.delete(gone.key);
    await store.set(wrong.key, new Blob([new Uint8Array(1000)]));
    await store.set(short.key, new Blob([new Uint8Array(3)]));
    host.server.served.length = 0;
  };

  it('is found by the next installation, fetched again and said', async () => {
    await damage();
    const notices: string[] = [];
    const weights = await Weights.open();
    const { report } = await weights.install(host.cardUrl, {
      ...quick,
      onNotice: (notice) => void notices.push(notice),
    });
    expect(report).toEqual({ fetchedBytes: 3000, repairedChunks: 3 });
    expect(host.requestsForFiles().map(({ range }) => range)).toEqual(['bytes=1000-1999', 'bytes=7000-8999']);
    expect(notices).toEqual([
      'Part of the model Test was missing or damaged on this device. It was fetched again (3 of 13 pieces).',
    ]);
    await host.expectWhole(weights);
  });

  it('is found when a file is read', async () => {
    await damage();
    const notices: string[] = [];
    const weights = await Weights.open();
    const card = await weights.installed(host.cardUrl);
    if (!card) throw new Error('nothing is installed');
    const reader = weights.files(host.cardUrl, card, { ...quick, onNotice: (notice) => void notices.push(notice) });
    expect((await reader.blob('unet.onnx')).size).toBe(9500);
    expect(notices).toHaveLength(1);
    await host.expectWhole(weights);
  });

  it('can not be mended without a network, and says so', async () => {
    await damage();
    const files = modelFiles();
    host.server.files.clear();
    const weights = await Weights.open();
    await expect(weights.install(host.cardUrl, quick)).rejects.toMatchObject({
      code: 'network',
      message: 'Part of the model Test on this device is missing or damaged, and it could not be fetched again.',
    });
    for (const [path, bytes] of files) host.server.files.set(path, bytes);
    expect((await weights.install(host.cardUrl, quick)).report.repairedChunks).toBe(3);
  });
});

describe('storage', () => {
  it('that is too small is refused before anything is fetched, with the numbers', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 2_000_000, usage: 1_000_000 }) } });
    await expect((await Weights.open()).install(host.cardUrl, quick)).rejects.toMatchObject({
      code: 'storage-full',
      message: 'The model needs 4.0 MB of storage, and the browser grants 1.0 MB more.',
    });
    expect(host.requestsForFiles()).toEqual([]);
  });

  it('that fills up on the way is said', async () => {
    const weights = await Weights.open();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(weights.install(host.cardUrl, quick)).rejects.toMatchObject({ code: 'storage-full' });
  });

  it('that is full to the brim still gives the model that is in it', async () => {
    await (await Weights.open()).install(host.cardUrl, quick);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const weights = await Weights.open();
    expect((await weights.install(host.cardUrl, quick)).report.fetchedBytes).toBe(0);
    await host.expectWhole(weights);
  });

  it('that is refused leaves the model in memory', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const weights = await Weights.open();
    expect(weights.persistent).toBe(false);
    await weights.install(host.cardUrl, quick);
    await host.expectWhole(weights);
  });

  it('that keeps no Blobs gets buffers', async () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
      if (value instanceof Blob) throw new DOMException('no blobs', 'DataCloneError');
      return put.call(this, value, key);
    });
    await (await Weights.open()).install(host.cardUrl, quick);
    const store = openStore('weights');
    const kept = await Promise.all((await store.keys()).map((key) => store.get(key)));
    expect(kept.length).toBeGreaterThan(0);
    for (const value of kept) expect(value).toBeInstanceOf(ArrayBuffer);
    await host.expectWhole(await Weights.open());
  });
});
