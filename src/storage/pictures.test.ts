import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import { openStore } from './keyValue';
import { onPictureNews, type PictureNews } from './pictureChanges';
import {
  deletePictures,
  listPictures,
  newPictureId,
  pictureBatches,
  readPicture,
  readThumbnail,
  savePicture,
  updatePicture,
  updatePictures,
  type StoredPicture,
} from './pictures';

const request = someRequest({ seed: Number.MAX_SAFE_INTEGER });

function picture(createdAt: number): StoredPicture {
  return {
    meta: {
      id: newPictureId(createdAt),
      createdAt,
      request,
      width: 256,
      height: 256,
      bytes: 3,
      seconds: 1.5,
      engine: { backend: 'wasm', adapter: 'CPU' },
      favourite: false,
      deletedAt: null,
    },
    png: new Blob([`png ${createdAt}`], { type: 'image/png' }),
    thumbnail: new Blob([`thumb ${createdAt}`], { type: 'image/webp' }),
  };
}

describe('kept pictures', () => {
  test('are listed newest first, whatever the order they came in, with the seed exact', async () => {
    const [old, middle, recent] = [picture(1_000), picture(1_700_000_000_000), picture(1_700_000_000_001)];
    for (const one of [middle, recent, old]) await savePicture(one);
    const listed = await listPictures();
    expect(listed.map((meta) => meta.id)).toEqual([recent.meta.id, middle.meta.id, old.meta.id]);
    expect(listed[0]?.request).toEqual(request);
    await deletePictures(listed.map((meta) => meta.id));
  });

  test('give back their own pixels', async () => {
    const one = picture(5);
    await savePicture(one);
    expect(await (await readPicture(one.meta.id))?.text()).toBe('png 5');
    expect((await readPicture(one.meta.id))?.type).toBe('image/png');
    expect(await (await readThumbnail(one.meta.id))?.text()).toBe('thumb 5');
    await deletePictures([one.meta.id]);
    expect(await readPicture(one.meta.id)).toBeUndefined();
    expect(await readThumbnail(one.meta.id)).toBeUndefined();
    expect(await listPictures()).toEqual([]);
  });

  test('are kept as bytes where the browser refuses Blobs, as WebKit’s private windows do', async () => {
    const { put } = IDBObjectStore.prototype;
    const refuse = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value: unknown,
      key?: IDBValidKey,
    ) {
      if (!(value instanceof Blob)) return put.call(this, value, key);
      const request = put.call(this, 0, key);
      // The transaction comes to its end, but says that something in it failed, not what.
      queueMicrotask(() => this.transaction.onerror?.(new Event('error')));
      return request;
    });
    const one = picture(6);
    await savePicture(one);
    refuse.mockRestore();
    const kept = await readPicture(one.meta.id);
    expect([await kept?.text(), kept?.type]).toEqual(['png 6', 'image/png']);
    expect(await (await readThumbnail(one.meta.id))?.text()).toBe('thumb 6');
    await deletePictures([one.meta.id]);
  });

  test('change without touching the pixels; a deleted one does not come back by a change', async () => {
    const one = picture(6);
    await savePicture(one);
    await updatePicture(one.meta.id, { favourite: true });
    expect((await listPictures())[0]).toEqual({ ...one.meta, favourite: true });
    await deletePictures([one.meta.id]);
    await updatePicture(one.meta.id, { favourite: false });
    expect(await listPictures()).toEqual([]);
  });

  test('a record that can not be read is left out of the list', async () => {
    const one = picture(7);
    await savePicture(one);
    await openStore<unknown>('pictureMeta').set('zzz', { id: 'zzz', from: 'another version' });
    expect((await listPictures()).map((meta) => meta.id)).toEqual([one.meta.id]);
    await deletePictures([one.meta.id, 'zzz']);
  });

  test('come in parts, newest first, none twice and none left out', async () => {
    const many = Array.from({ length: 901 }, (_, i) => picture(1_000_000 + i).meta);
    await openStore<unknown>('pictureMeta').setMany(many.map((meta) => [meta.id, meta]));
    const sizes: number[] = [];
    const ids: string[] = [];
    for await (const batch of pictureBatches()) {
      sizes.push(batch.pictures.length);
      ids.push(...batch.pictures.map((meta) => meta.id));
    }
    expect(sizes).toEqual([400, 400, 101]);
    expect(ids).toEqual(many.map((meta) => meta.id).reverse());
    await updatePictures(ids.slice(0, 3), { deletedAt: 9 });
    expect((await listPictures()).filter((meta) => meta.deletedAt === 9).map((meta) => meta.id)).toEqual(
      ids.slice(0, 3),
    );
    await deletePictures(ids);
    expect(await listPictures()).toEqual([]);
  });

  test('tell every change, here and to other tabs', async () => {
    const here: PictureNews[] = [];
    const stop = onPictureNews((news) => here.push(news));
    const other = new BroadcastChannel('outpane-pictures');
    const there: unknown[] = [];
    const threeHeard = new Promise<void>((resolve) => {
      other.onmessage = ({ data }: MessageEvent<unknown>) => {
        there.push(data);
        if (there.length === 3) resolve();
      };
    });
    const one = picture(8);
    await savePicture(one);
    await updatePicture(one.meta.id, { favourite: true });
    await updatePicture('nobody', { favourite: true });
    await deletePictures([one.meta.id]);
    stop();
    const expected = [
      { kind: 'saved', pictures: [one.meta] },
      { kind: 'changed', pictures: [{ ...one.meta, favourite: true }] },
      { kind: 'deleted', ids: [one.meta.id] },
    ];
    expect(here).toEqual(expected);
    await threeHeard;
    expect(there).toEqual(expected);

    const heard = new Promise<PictureNews>((resolve) => onPictureNews(resolve));
    other.postMessage({ kind: 'nonsense' });
    other.postMessage({ kind: 'deleted', ids: ['a'] });
    expect(await heard).toEqual({ kind: 'deleted', ids: ['a'] });
    other.close();
  });
});
