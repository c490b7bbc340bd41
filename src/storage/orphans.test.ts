import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeLocks } from '../platform/testing/fakeLocks';
import { deleteHidden, documentBytes, hideDocument, showDocument } from './deletedDocuments';
import { DocumentStore } from './documents';
import { openStore, STORES, type StoreName } from './keyValue';
import { inSteps, sweepOrphans, UNDO_MS } from './orphans';

beforeEach(async () => {
  for (const name of Object.keys(STORES) as StoreName[]) {
    const store = openStore(name);
    await store.delete(await store.keys());
  }
  vi.stubGlobal('navigator', { locks: fakeLocks() });
});
afterEach(() => vi.unstubAllGlobals());

const documents = openStore<unknown>('documents');

async function keepDocument(id: string): Promise<void> {
  await new DocumentStore().save(id, {
    head: { entries: ['e1'], index: 0, changedAt: 5, extra: null },
    newEntries: new Map<string, unknown>([['e1', { label: id }]]),
    goneEntries: [],
    newTiles: new Map([['t1', new Uint8Array([1, 2, 3])]]),
    goneTiles: [],
  });
}

/** As a tab leaves it that is closed in the middle of a restore. */
async function leaveHalf(id: string): Promise<void> {
  await documents.setMany([
    [`entry:${id}:e1`, {}],
    [`tile:${id}:t1`, new Uint8Array([1])],
  ]);
}

test('an interrupted restore leaves nothing after the next start; what is whole, or can not be read, stays', async () => {
  await keepDocument('whole');
  await leaveHalf('half');
  await documents.setMany([
    ['head:future', { version: 9 }],
    ['entry:future:e1', { version: 9 }],
  ]);
  await openStore<unknown>('pictures').set('p1', new Blob(['x']));
  await openStore<unknown>('thumbnails').set('p2', new Blob(['x']));
  for (const store of ['pictures', 'thumbnails', 'pictureMeta'] as const) {
    await openStore<unknown>(store).set('kept', { from: 'another version' });
  }
  await sweepOrphans(0);
  expect(await documents.keys()).toEqual([
    'entry:future:e1',
    'entry:whole:e1',
    'head:future',
    'head:whole',
    'tile:whole:t1',
  ]);
  expect(await openStore('pictures').keys()).toEqual(['kept']);
  expect(await openStore('thumbnails').keys()).toEqual(['kept']);
});

test('what another tab is writing right now stays', async () => {
  let finish: () => void = () => undefined;
  const other = inSteps(async () => {
    await leaveHalf('doc');
    await new Promise<void>((resolve) => (finish = resolve));
    await documents.set('head:doc', {});
  });
  await vi.waitFor(async () => expect(await documents.keys()).toHaveLength(2));
  await sweepOrphans(0);
  finish();
  await other;
  await sweepOrphans(0);
  expect(await documents.keys()).toEqual(['entry:doc:e1', 'head:doc', 'tile:doc:t1']);
});

test('so does what a tab with older code, which holds no lock, completes meanwhile', async () => {
  await leaveHalf('doc');
  const sweeping = sweepOrphans(50);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await documents.set('head:doc', {});
  await sweeping;
  expect(await documents.keys()).toHaveLength(3);
});

test('and everything where other tabs can not be asked', async () => {
  vi.stubGlobal('navigator', {});
  await leaveHalf('doc');
  await sweepOrphans(0);
  expect(await documents.keys()).toHaveLength(2);
});

test('a deleted edited picture comes back as it was, or goes for good', async () => {
  await keepDocument('a');
  await keepDocument('b');
  const store = new DocumentStore();
  const before = await store.read('a');
  expect(await documentBytes('a')).toBe(3);
  await hideDocument('a');
  await hideDocument('b');
  expect(await store.list()).toEqual([]);
  await showDocument('a');
  await deleteHidden('a');
  expect(await store.read('a')).toEqual(before);
  await deleteHidden('b');
  await showDocument('b');
  expect(await documents.keys()).toEqual(['entry:a:e1', 'head:a', 'tile:a:t1']);
});

test('a deletion whose page was closed is completed once it can not be undone any more', async () => {
  await keepDocument('a');
  await hideDocument('a');
  await sweepOrphans(0);
  expect(await documents.keys()).toHaveLength(3);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + UNDO_MS);
  await sweepOrphans(0);
  vi.restoreAllMocks();
  expect(await documents.keys()).toEqual([]);
});

test('one that another tab goes on with is not deleted with what was hidden', async () => {
  await keepDocument('a');
  await hideDocument('a');
  await documents.set('head:a', { entries: ['e1'], index: 0, changedAt: 6, extra: null });
  await deleteHidden('a');
  expect(await documents.keys()).toEqual(['entry:a:e1', 'head:a', 'tile:a:t1']);
});
