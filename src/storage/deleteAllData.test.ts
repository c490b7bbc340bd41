import 'fake-indexeddb/auto';
import { afterEach, expect, test, vi } from 'vitest';
import { deleteAllData, onDeletedElsewhere } from './deleteAllData';
import { openStore, STORES, type StoreName } from './keyValue';

/** As much of localStorage as deleting needs: its keys are properties. */
function fakeStorage(values: Record<string, string>): Storage {
  const storage = { ...values, removeItem: (key: string) => void delete (storage as Record<string, unknown>)[key] };
  return storage as unknown as Storage;
}

afterEach(() => vi.unstubAllGlobals());

test('deletes every store and our keys, leaves those of others, and tells the other tabs', async () => {
  const names = Object.keys(STORES) as StoreName[];
  for (const name of names) await openStore<string>(name).set('a', 'b');
  const local = fakeStorage({ 'outpane.settings': '1', other: '2' });
  vi.stubGlobal('localStorage', local);
  vi.stubGlobal('sessionStorage', fakeStorage({ 'outpane-x': '1' }));
  let stop: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (stop = onDeletedElsewhere(resolve)));
  await deleteAllData();
  await told;
  stop();
  expect(await indexedDB.databases()).toEqual([]);
  expect(Object.keys(local)).toEqual(['other', 'removeItem']);
  for (const name of names) expect(await openStore<string>(name).get('a')).toBeUndefined();
});

test('works where site data is blocked', async () => {
  vi.stubGlobal('localStorage', undefined);
  await deleteAllData();
});
