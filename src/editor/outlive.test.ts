import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import { deleteAllData } from '../storage/deleteAllData';
import { DocumentStore } from '../storage/documents';
import { memoryStore, openStore, type KeyValueStore } from '../storage/keyValue';
import { encodeRecord } from '../storage/recordCodec';
import { readFrozen, thaw } from '../storage/testing/frozen';
import { accept, show, shownRequest, stage, tileIds } from './document';
import { openDocument } from './openDocument';
import { makeCandidate, startPicture } from './pictures';
import { EditorSession } from './session';
import { flat, gradient } from './testing/images';
import { TileStore } from './tileStore';

/** The frozen document that has everything in it. */
const ID = '11111111-1111-4111-8111-111111111111';
const region = { x: 256, y: 0, width: 64, height: 256 };

type Fields = Record<string, unknown>;

async function open(storage = new DocumentStore(), own: string | null = null) {
  const errors: unknown[] = [];
  const session = new EditorSession(new TileStore(), (error) => errors.push(error));
  const opened = await openDocument(session, own, storage);
  return { session, errors, ...opened };
}

const records = () => openStore<unknown>('documents');

/** Every record with its value, in a form that can be compared. */
async function contents(store: KeyValueStore<unknown> = records()): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const key of await store.keys()) {
    const encoded = encodeRecord(await store.get(key));
    const bytes = await Promise.all((encoded?.binaries ?? []).map((blob) => blob.text()));
    found.set(key, JSON.stringify([encoded?.json, ...bytes]));
  }
  return found;
}

/** Nothing of `before` is gone or another. */
async function expectKept(before: Map<string, string>, store?: KeyValueStore<unknown>) {
  const after = await contents(store);
  for (const [key, value] of before) expect([key, after.get(key)]).toEqual([key, value]);
}

async function changeRecords(prefix: string, change: (old: Fields) => unknown) {
  const store = records();
  for (const key of await store.keys()) {
    if (key.startsWith(prefix)) await store.set(key, change((await store.get(key)) as Fields));
  }
}

const edit = async ({ session, autosave }: Awaited<ReturnType<typeof open>>) => {
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(64, 64, 77)));
  await autosave.flush();
  autosave.stop();
};

beforeEach(async () => {
  await deleteAllData();
  await thaw(readFrozen('v1'));
});

describe('documents of version 1', () => {
  it('open with every step, every pixel and what was being prepared', async () => {
    const { id, session, restored, unread, errors } = await open(undefined, ID);
    expect({ id, restored, unread, errors }).toEqual({ id: ID, restored: true, unread: [], errors: [] });
    const { history, view, target } = session.state;
    expect(history.entries.map(({ label }) => label)).toEqual([
      'New picture',
      'Generate',
      'Brush',
      'fill',
      'Accept',
      'Frame',
      'vary',
      'Accept',
      'expand',
    ]);
    expect({ view, target }).toEqual({
      view: { x: 12, y: -7, zoom: 1.5 },
      target: { x: 0, y: 0, width: 160, height: 64 },
    });
    const { document } = session;
    expect(document.request).toEqual(someRequest());
    expect(document.lastEdit?.edit?.intent).toBe('vary');
    expect(document.frame).toEqual({ x: 40, y: 0, width: 128, height: 128 });
    expect(document.staging?.candidates.map(({ request }) => request?.seed)).toEqual([10, 11]);
    expect(Object.keys(history.entries[2]?.state.mask ?? {})).toEqual(['0,0']);
    const tiles = new Set(history.entries.flatMap(({ state }) => [...tileIds(state)]));
    const source = await session.tiles.load(tiles);
    for (const tile of tiles) expect(source(tile).length % 65_536).toBe(0);
  });

  it('are all listed; one of another tool says what it wrote', async () => {
    const other = (await new DocumentStore().list()).find(({ id }) => id !== ID)?.id ?? '';
    const { session } = await open(undefined, other);
    expect(session.document.foreign?.model).toEqual({ name: 'dreamer_v8', hash: '879db523c3' });
    expect(session.document.request).toBeNull();
  });

  it('are the same after they were opened', async () => {
    const before = await contents();
    const { autosave } = await open(undefined, ID);
    autosave.stop();
    expect(await contents()).toEqual(before);
  });
});

describe('a document that this version can not read', () => {
  it('stays as it is, and the work goes on in another', async () => {
    await changeRecords('entry:', (old) => ({ ...old, state: { ...(old.state as Fields), version: 2 } }));
    const before = await contents();
    const opened = await open(undefined, ID);
    expect(opened.restored).toBe(false);
    expect(opened.id).not.toBe(ID);
    await edit(opened);
    await expectKept(before);
    const again = await open();
    expect(again).toMatchObject({ id: opened.id, restored: true });
    again.autosave.stop();
    await expectKept(before);
  });

  it('stays so where its head is of another version, or storage can not be read for a moment', async () => {
    await changeRecords('head:', (old) => ({ ...old, version: 2, entries: { newest: 'x' } }));
    const before = await contents();
    await edit(await open(undefined, ID));
    await expectKept(before);

    await deleteAllData();
    await thaw(readFrozen('v1'));
    const whole = await contents();
    const failing = Object.assign(new DocumentStore(), { read: () => Promise.reject(new Error('for a moment')) });
    const opened = await open(failing, ID);
    expect(opened.errors).toHaveLength(1);
    await edit(opened);
    await expectKept(whole);
  });

  it('in part: the rest is gone on with in a copy, and the steps that are left out are named', async () => {
    await changeRecords('entry:', (old) => (old.label === 'vary' ? { ...old, version: 2, state: 'packed' } : old));
    const before = await contents();
    const opened = await open(undefined, ID);
    expect(opened.restored).toBe(true);
    expect(opened.id).not.toBe(ID);
    expect(opened.unread.map(({ label, at }) => [label, typeof at])).toEqual([['vary', 'number']]);
    const { entries } = opened.session.state.history;
    expect(entries.map(({ label }) => label).slice(-2)).toEqual(['Accept', 'expand']);
    expect(opened.unread[0]?.after).toBe(entries.at(-3)?.id);
    await opened.session.tiles.load(tileIds(opened.session.document));
    await edit(opened);
    await expectKept(before);

    // After a reload the copy is what is gone on with, and still says what it lacks.
    const again = await open(undefined, opened.id);
    expect(again).toMatchObject({ id: opened.id, restored: true, unread: opened.unread });
    await again.session.tiles.load(tileIds(again.session.document));
    again.autosave.stop();
    // The document itself can be deleted; the copy does not need it.
    await new DocumentStore().delete(ID);
    const { session } = await open(undefined, opened.id);
    await session.tiles.load(session.usedTiles());
  });

  it('is none where only a request can not be read: pictures and steps are there, and the request is kept', async () => {
    const newer = { version: 9, task: 'something new' };
    await changeRecords('entry:', (old) => {
      const { staging, ...state } = old.state as { staging: { candidates: Fields[] } | null };
      const candidates = staging?.candidates.map((candidate) => ({ ...candidate, request: newer }));
      return { ...old, state: { ...state, request: newer, staging: staging && { ...staging, candidates } } };
    });
    const before = await contents();
    const opened = await open(undefined, ID);
    const { session } = opened;
    expect({ id: opened.id, unread: opened.unread }).toEqual({ id: ID, unread: [] });
    expect(session.state.history.entries).toHaveLength(9);
    expect(shownRequest(session.document)).toBeNull();
    session.amend(show(session.document, 1));
    session.commit(accept(session.document), 'Accept');
    expect(session.document).toMatchObject({
      request: null,
      lastEdit: null,
      unread: { request: newer, lastEdit: newer },
    });
    await opened.autosave.flush();
    opened.autosave.stop();
    const entries = [...before].filter(([key]) => key.startsWith('entry:'));
    // Looking at another candidate made a new record of the last step.
    expect([...(await contents()).keys()].filter((key) => key.startsWith(`entry:${ID}`))).toHaveLength(10);
    await expectKept(new Map(entries.filter(([, value]) => !value.includes('"label\\":\\"expand'))));
    const again = await open(undefined, ID);
    expect(again.session.document).toEqual(session.document);
    again.autosave.stop();
  });

  it('keeps an old request within a step, in today’s form', async () => {
    await changeRecords('entry:', (old) => {
      const state = old.state as { request: Fields | null };
      return {
        ...old,
        state: { ...state, request: state.request && { ...state.request, steps: 60, guidanceScale: 16 } },
      };
    });
    const { session } = await open(undefined, ID);
    expect(session.document.request).toMatchObject({ steps: 60, guidanceScale: 16 });
  });
});

describe('the sweep', () => {
  it('takes nothing that a record of another version names, nor anything where names may be hidden', async () => {
    const store = records();
    const left = { version: 2, state: { layers: [{ pixels: ['t9'] }] } };
    await store.setMany([
      [`entry:${ID}:newer`, left],
      [`tile:${ID}:t9`, new Uint8Array([1])],
      [`tile:${ID}:nobody`, new Uint8Array([2])],
    ]);
    (await open(undefined, ID)).autosave.stop();
    expect(await store.get(`entry:${ID}:newer`)).toEqual(left);
    expect(await store.get(`tile:${ID}:t9`)).toBeDefined();
    expect(await store.get(`tile:${ID}:nobody`)).toBeUndefined();

    await store.set(`tile:${ID}:perhaps`, new Uint8Array([3]));
    await store.set(`branch:${ID}:main`, { packed: new Uint8Array([4]) });
    (await open(undefined, ID)).autosave.stop();
    expect(await store.get(`tile:${ID}:perhaps`)).toBeDefined();
    expect(await store.get(`branch:${ID}:main`)).toBeDefined();
  });

  it('of this tab leaves alone what a newer tab writes meanwhile', async () => {
    const opened = await open(undefined, ID);
    const theirs = 'of-the-newer-tab';
    await records().setMany([
      [`head:${theirs}`, { version: 2, changedAt: Date.now() + 1e6 }],
      [`entry:${theirs}:1`, { version: 2 }],
      [`tile:${theirs}:a`, new Uint8Array([5])],
      [`entry:${ID}:2`, { version: 2, tiles: ['b'] }],
      [`tile:${ID}:b`, new Uint8Array([6])],
    ]);
    const before = new Map([...(await contents())].filter(([key]) => /newer-tab|:2$|:b$/.test(key)));
    expect(before.size).toBe(5);
    await edit(opened);
    (await open()).autosave.stop();
    (await open(undefined, ID)).autosave.stop();
    await expectKept(before);
  });
});

describe('any record', () => {
  it('opens or stays: nothing throws, and nothing that can not be read is changed', async () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ version: fc.constantFrom(1, 2, 'x'), state: fc.jsonValue(), entries: fc.jsonValue() }),
      fc.record({
        entries: fc.constant(['a', 'b']),
        index: fc.integer(),
        changedAt: fc.double(),
        extra: fc.jsonValue(),
      }),
    );
    const keys = ['head:d', 'entry:d:a', 'entry:d:b', 'tile:d:t', 'other:d:x', 'head:e'];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...keys), anything)), async (list) => {
        const map = memoryStore<unknown>();
        // As a database gives values: never the same object twice.
        const store: KeyValueStore<unknown> = { ...map, get: async (key) => structuredClone(await map.get(key)) };
        await store.setMany(list);
        const before = await contents(store);
        const opened = await open(new DocumentStore(store));
        expect(opened.errors).toEqual([]);
        const { session } = opened;
        const first = await startPicture(session.tiles, gradient(16, 16));
        session.commit(first, 'Open picture');
        const candidate = await makeCandidate(
          session.tiles,
          first,
          region,
          flat(region, [1, 2, 3, 255]),
          someRequest(),
        );
        session.commit(stage(first, { intent: 'expand', region }, candidate), 'Expand');
        await opened.autosave.flush();
        opened.autosave.stop();
        await expectKept(before, store);
      }),
      { numRuns: 60 },
    );
  });
});
