import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeLocks } from '../platform/testing/fakeLocks';
import { deleteAllData } from './deleteAllData';
import { openStore, STORES, type StoreName } from './keyValue';

/** As much of localStorage as deleting needs: its keys are properties. */
function fakeStorage(values: Record<string, string>): Storage {
  const storage = { ...values, removeItem: (key: string) => void delete (storage as Record<string, unknown>)[key] };
  return storage as unknown as Storage;
}

beforeEach(deleteAllData);
afterEach(() => vi.unstubAllGlobals());

test('deletes every store and our keys, leaves those of others, and tells tabs with older code', async () => {
  const names = Object.keys(STORES) as StoreName[];
  for (const name of names) await openStore<string>(name).set('a', 'b');
  const local = fakeStorage({ 'outpane.settings': '1', other: '2' });
  vi.stubGlobal('localStorage', local);
  vi.stubGlobal('sessionStorage', fakeStorage({ 'outpane-x': '1' }));
  const older = new BroadcastChannel('outpane-deleted');
  const told = new Promise<unknown>((resolve) => (older.onmessage = resolve));
  await deleteAllData();
  await told;
  older.close();
  expect(await indexedDB.databases()).toEqual([]);
  expect(Object.keys(local)).toEqual(['other', 'removeItem']);
  for (const name of names) expect(await openStore<string>(name).get('a')).toBeUndefined();
});

test('works where site data is blocked', async () => {
  vi.stubGlobal('localStorage', undefined);
  await deleteAllData();
});

/** A tab of its own: it shares the databases, the locks and the channels with the others, and nothing else. */
async function openTab() {
  vi.resetModules();
  const [{ openStore: open }, { deleteInAllTabs }, { onDeletionElsewhere, stopOtherTabs }] = await Promise.all([
    import('./keyValue'),
    import('./deleteAllData'),
    import('./stopOtherTabs'),
  ]);
  return { open, deleteInAllTabs, onDeletionElsewhere, stopOtherTabs };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes again and again, as a download and an autosave do, whatever becomes of it. */
function keepWriting(open: typeof openStore): () => void {
  const stores = [open<number>('documents'), open<number>('weights')];
  const timer = setInterval(() => {
    for (const store of stores) void store.set(String(Math.random()), 1).catch(() => undefined);
  }, 2);
  return () => clearInterval(timer);
}

describe.each([
  ['with Web Locks', () => fakeLocks()],
  ['without', () => undefined],
])('from one of several tabs, %s', (_, locks) => {
  beforeEach(() => vi.stubGlobal('navigator', { locks: locks() }));

  test('nothing is left, although another tab never ceases to write', async () => {
    const other = await openTab();
    let begunAnew = 0;
    const lastWords = other.open<string>('documents');
    const stopListening = other.onDeletionElsewhere({
      stop: async () => {
        await sleep(50);
        await lastWords.set('last', 'words');
      },
      over: () => (begunAnew += 1),
    });
    const stopWriting = keepWriting(other.open);
    await sleep(20);
    const here = await openTab();
    const stopOwn = here.onDeletionElsewhere({ stop: () => Promise.reject(new Error('its own word')), over: vi.fn() });
    const stopWritingHere = keepWriting(here.open);
    let lastWordsWere: unknown;
    await here.deleteInAllTabs(async () => {
      lastWordsWere = await openStore<string>('documents').get('last');
    });
    expect(lastWordsWere).toBe('words');
    await sleep(60);
    expect(await indexedDB.databases()).toEqual([]);
    expect(begunAnew).toBe(1);
    for (const stop of [stopWriting, stopWritingHere, stopListening, stopOwn]) stop();
  });

  test('nothing is deleted where a tab does not answer, and that is said', async () => {
    const other = await openTab();
    await other.open<string>('documents').set('a', 'b');
    let begunAnew = 0;
    const stopListening = other.onDeletionElsewhere({
      stop: () => new Promise(() => undefined),
      over: () => (begunAnew += 1),
    });
    const here = await openTab();
    await expect(here.stopOtherTabs(800)).rejects.toMatchObject({
      code: 'storage-refused',
      message: 'Another tab with Outpane does not answer.',
    });
    await sleep(20);
    expect(begunAnew).toBe(1);
    stopListening();
    expect(await openStore<string>('documents').get('a')).toBe('b');
  });
});

test('a tab that is closed meanwhile is not waited for; one that hangs is, where the browser knows of it', async () => {
  const locks = fakeLocks();
  vi.stubGlobal('navigator', { locks });
  let close: () => void = () => undefined;
  void locks.request('outpane-tab:hangs', () => new Promise<void>((resolve) => (close = resolve)));
  const here = await openTab();
  await expect(here.stopOtherTabs(300)).rejects.toMatchObject({ code: 'storage-refused' });
  setTimeout(() => close(), 150);
  const over = await here.stopOtherTabs(5000);
  over();
});
