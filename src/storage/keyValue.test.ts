import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryStore, openStore, STORES } from './keyValue';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => vi.restoreAllMocks());

it.each([
  ['on the device', () => openStore<number>('settings')],
  ['in memory', () => memoryStore<number>()],
])('keeps values %s', async (_, open) => {
  const store = open();
  await store.setMany([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
  await store.update('a', (old) => (old ?? 0) + 10);
  await store.delete('b');
  expect(await store.getMany(['a', 'b', 'c'])).toEqual([11, undefined, 3]);
  await store.delete(['a']);
  expect(await store.keys()).toEqual(['c']);
});

it('asks for relaxed durability', async () => {
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await openStore<number>('settings').set('a', 1);
  expect(transaction).toHaveBeenCalledWith('settings', 'readwrite', { durability: 'relaxed' });
});

it('lets somebody delete the database while it is open, and goes on afterwards', async () => {
  const store = openStore<number>('pictures');
  await store.set('a', 1);
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(STORES.pictures);
    request.onsuccess = resolve;
    request.onerror = reject;
  });
  expect(await store.get('a')).toBeUndefined();
  await store.set('b', 2);
  expect(await store.keys()).toEqual(['b']);
});

it('opens again when the browser closed the connection', async () => {
  const store = openStore<number>('settings');
  await store.set('a', 1);
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementationOnce(() => {
    throw new DOMException('closing', 'InvalidStateError');
  });
  expect(await store.get('a')).toBe(1);
});

it.each([
  ['QuotaExceededError', 'storage-full'],
  ['SecurityError', 'storage-refused'],
  ['InvalidStateError', 'storage-refused'],
  ['UnknownError', 'storage-refused'],
])('says %s in words for people', async (name, code) => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no', name);
  });
  await expect(openStore<number>('settings').get('a')).rejects.toMatchObject({ name: 'OutpaneError', code });
});

it('tries to open again after a failure', async () => {
  const store = openStore<number>('settings');
  const opening = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('no', 'UnknownError');
  });
  await expect(store.get('a')).rejects.toThrow();
  expect(opening).toHaveBeenCalledTimes(4);
  opening.mockRestore();
  expect(await store.get('a')).toBeUndefined();
});

/** The next requests of this kind fail, as on iOS after the page was in the background. */
function loseConnection(method: 'get' | 'put' | 'getAllKeys', times: number, name = 'UnknownError') {
  const real = IDBObjectStore.prototype[method] as (...args: unknown[]) => IDBRequest;
  const spy = vi.spyOn(IDBObjectStore.prototype, method);
  for (let i = 0; i < times; i++) {
    spy.mockImplementationOnce(function (this: IDBObjectStore, ...args: unknown[]) {
      const request = real.apply(this, args);
      const error = new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', name);
      Object.defineProperty(request, 'error', { get: () => error, set: () => undefined, configurable: true });
      Object.defineProperty(this.transaction, 'error', { get: () => error, set: () => undefined, configurable: true });
      this.transaction.abort();
      return request;
    });
  }
}

it('connects again where the connection is lost in the middle, and does the whole work once more', async () => {
  const store = openStore<number>('settings');
  await store.setMany([
    ['a', 1],
    ['b', 2],
  ]);
  loseConnection('put', 1);
  await store.set('a', 3);
  loseConnection('put', 2, 'AbortError');
  await store.setMany([
    ['b', 4],
    ['c', 5],
  ]);
  loseConnection('get', 1, 'TransactionInactiveError');
  await store.update('c', (old) => (old ?? 0) + 1);
  loseConnection('get', 1);
  await store.updateMany(['c', 'none'], (old) => old * 10);
  loseConnection('getAllKeys', 1);
  expect(await store.keys()).toEqual(['a', 'b', 'c']);
  loseConnection('get', 1);
  expect(await store.get('c')).toBe(60);
  expect(await store.getMany(['a', 'b'])).toEqual([3, 4]);
});

it('gives up after some tries, with the right advice', async () => {
  const store = openStore<number>('settings');
  loseConnection('put', 9);
  await expect(store.set('a', 1)).rejects.toMatchObject({
    code: 'storage-refused',
    message: 'The browser has lost the connection to its storage.',
  });
  vi.restoreAllMocks();
  expect(await store.get('a')).toBeUndefined();
});

it.each([
  ['QuotaExceededError', 'no'],
  ['UnknownError', 'Error preparing Blob/File data to be stored in object store'],
  ['DataCloneError', 'no'],
])('does not try again what can not succeed: %s', async (name, message) => {
  const store = openStore<number>('settings');
  await store.set('a', 1);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException(message, name);
  });
  await expect(store.set('a', 2)).rejects.toMatchObject({ name: 'OutpaneError' });
  expect(put).toHaveBeenCalledTimes(1);
});

it('once closed, gives nothing and takes nothing until the page is loaded again', async () => {
  vi.resetModules();
  const tab = await import('./keyValue');
  const store = tab.openStore<number>('settings');
  const last = store.set('a', 1);
  await store.get('a');
  tab.closeStorage();
  await last;
  await expect(store.set('a', 2)).rejects.toMatchObject({ code: 'storage-refused' });
  await expect(tab.openStore('pictures').keys()).rejects.toMatchObject({ code: 'storage-refused' });
  expect(await openStore<number>('settings').get('a')).toBe(1);
});
