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
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('no', 'UnknownError');
  });
  await expect(store.get('a')).rejects.toThrow();
  expect(await store.get('a')).toBeUndefined();
});
