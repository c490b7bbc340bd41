import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDocument } from '../editor/document';
import { memoryStore } from '../storage/keyValue';
import type { KeyValueStore } from '../storage/keyValue';
import type { EditWork, Job, Work } from './job';
import { JobQueue } from './jobQueue';
import { JobRecords, readRecord, storedTiles, tilesOf } from './jobRecords';
import type { Tab } from './tab';
import { error, FakeWorld, pictureOf, soon } from './testing/fakeWorld';

let store: KeyValueStore<unknown>;
let open: Set<string>;

beforeEach(() => {
  store = memoryStore();
  open = new Set();
});

/** A tab that is open until it is closed or reloaded. */
function tab(id: string): Tab {
  open.add(id);
  return { id, isOpen: async (other) => open.has(other) };
}

/** A page of a tab, with a queue of its own over the one storage. */
async function page(id: string, documentId: string | null = 'document') {
  const world = Object.assign(new FakeWorld(), { records: new JobRecords(store) });
  const queue = new JobQueue(world);
  const { jobs, unreadable } = await world.records.open(tab(id), documentId);
  queue.restore(jobs, unreadable);
  await soon();
  const says = () => queue.store.getState().jobs.map(({ work, state }) => `${work.settings.prompt} ${endOf(state)}`);
  return { world, queue, says };
}

const endOf = (state: Job['state']) =>
  state.phase === 'ended' && state.end.kind === 'interrupted' ? state.end.by : state.phase;

const edit = (documentId: string | null): EditWork => ({
  kind: 'edit',
  settings: pictureOf('an edit').settings,
  documentId,
  base: {
    ...emptyDocument(),
    tiles: { '0,0': 'tile-a' },
    mask: { '0,0': 'tile-b' },
    bounds: { x: 0, y: 0, width: 8, height: 8 },
  },
  order: { kind: 'mask', intent: 'fill', strength: 0.5 },
  label: 'Fill',
});

async function addAll(queue: JobQueue, ...works: Work[]) {
  for (const work of works) queue.add(work);
  await soon();
}

describe('a reload in the middle', () => {
  it('leaves what waited waiting, with what it was to make, and says of what ran that it was interrupted', async () => {
    const before = await page('tab');
    await addAll(before.queue, pictureOf('one'), pictureOf('two', { seed: 42, width: 128 }), pictureOf('three'));
    expect(before.says()).toEqual(['one running', 'two queued', 'three queued']);
    const after = await page('tab');
    expect(after.says()).toEqual(['one reload', 'two running', 'three queued']);
    expect(after.world.call('two')).toBeDefined();
    expect(after.queue.store.getState().jobs[1]?.work.settings).toMatchObject({ seed: 42, width: 128 });
  });

  it('can be gone on with: what was interrupted is started again, also after a second reload', async () => {
    await addAll((await page('tab')).queue, pictureOf('one'));
    await page('tab');
    const { queue, says, world } = await page('tab');
    expect(says()).toEqual(['one reload']);
    queue.startAgain(queue.store.getState().jobs[0]?.id ?? '');
    await soon();
    world.call('one').done();
    await queue.settled();
    await soon();
    expect(await store.keys()).toEqual([]);
  });

  it('keeps what had failed, with what was wrong', async () => {
    const before = await page('tab');
    await addAll(before.queue, pictureOf('one'));
    before.world.call('one').fail(error('out-of-memory', 'No memory.'));
    await soon();
    const { queue } = await page('tab');
    expect(queue.store.getState().jobs).toMatchObject([
      { state: { end: { kind: 'failed', error: { message: 'No memory.' } } } },
    ]);
  });

  it('brings an edit back with its document and its strength, where that document is open', async () => {
    await addAll((await page('tab')).queue, pictureOf('one'), edit('document'), edit('another'));
    const { queue, says } = await page('tab');
    expect(says()).toEqual(['one reload', 'an edit running']);
    const { base } = edit('document');
    expect(queue.store.getState().jobs[1]?.work).toMatchObject({ base, order: { intent: 'fill', strength: 0.5 } });
    // The other one waits in storage until its document is opened again.
    expect((await store.keys()).length).toBe(3);
    const there = await page('tab', 'another');
    expect(there.queue.store.getState().jobs.at(-1)?.work).toMatchObject({ documentId: 'another' });
  });
});

describe('two tabs', () => {
  it('have their own jobs each: a second does not run what waits in the first', async () => {
    const first = await page('first');
    await addAll(first.queue, pictureOf('one'), pictureOf('two'));
    const second = await page('second');
    expect(second.says()).toEqual([]);
    await addAll(second.queue, pictureOf('mine'));
    open.delete('first');
    expect((await page('first')).says()).toEqual(['one reload', 'two running']);
  });

  it('of which one was closed: the next page has what it left, and starts nothing by itself', async () => {
    await addAll((await page('first')).queue, pictureOf('one'), pictureOf('two'));
    open.delete('first');
    const later = await page('second');
    expect(later.says()).toEqual(['one closed', 'two closed']);
    expect(later.world.calls).toEqual([]);
    open.add('second');
    expect((await page('third')).says()).toEqual([]);
  });

  it('that start together do not both take over the same jobs', async () => {
    await addAll((await page('first')).queue, pictureOf('one'));
    open.delete('first');
    const found = await Promise.all([page('second'), page('third')]);
    expect(found.flatMap(({ says }) => says())).toEqual(['one closed']);
  });
});

describe('what can not be read', () => {
  it('is kept as it is, and counted', async () => {
    const future = { version: 2, id: 'future', owner: 'gone', tiles: ['tile-c'] };
    await store.setMany([
      ['future', future],
      ['damaged', { version: 1, id: 'damaged', owner: 'gone', work: { kind: 'picture' } }],
      ['odd', 7],
    ]);
    const { queue } = await page('tab');
    expect(queue.store.getState()).toMatchObject({ jobs: [], unreadable: 3 });
    expect(await store.get('future')).toEqual(future);
    expect(await store.keys()).toHaveLength(3);
  });

  it('still says which tiles must stay', async () => {
    await store.set('future', { version: 2, deep: [{ tiles: { '0,0': 'tile-c' } }] });
    await addAll((await page('tab')).queue, edit('document'));
    const words = await storedTiles(store);
    for (const tile of ['tile-a', 'tile-b', 'tile-c']) expect(words.has(tile)).toBe(true);
    expect(tilesOf(edit('document')).has('tile-b')).toBe(true);
  });
});

it('reads the first version that was ever written', () => {
  // As it lies in databases: never change this, add the next version beside it.
  const stored = {
    version: 1,
    id: '0b7f',
    owner: 'e1c2',
    addedAt: 1796000000000,
    state: {
      phase: 'ended',
      end: { kind: 'failed', error: { code: 'a-code-of-then', message: 'Broken.', hint: 'Wait.' } },
    },
    work: {
      kind: 'picture',
      settings: {
        prompt: 'a red apple',
        negativePrompt: '',
        seed: 7,
        variation: null,
        randomSeed: false,
        steps: 8,
        guidanceScale: 4,
        sampler: 'flow-euler',
        width: 256,
        height: 256,
        pictures: 2,
        style: '',
        previews: true,
        backend: 'auto',
      },
    },
  };
  expect(readRecord(stored)).toMatchObject({
    id: '0b7f',
    state: { end: { error: { code: 'internal', message: 'Broken.' } } },
    work: { settings: { prompt: 'a red apple', seed: 7, pictures: 2 } },
  });
  const { seed: _seed, ...rest } = stored.work.settings;
  const bad = { ...stored, work: { ...stored.work, settings: { ...rest, steps: 'many' } } };
  // One value that can't be read costs only itself.
  expect(readRecord(bad)?.work.settings).toMatchObject({ prompt: 'a red apple', steps: 12 });
});

it('reads the first version of an edit that was ever written', () => {
  const request = {
    version: 1,
    mode: 'textToImage',
    model: { id: 'starter', revision: '2026-11' },
    prompt: 'a cat',
    negativePrompt: '',
    seed: 3,
    steps: 8,
    guidanceScale: 4,
    sampler: 'flow-euler',
    width: 256,
    height: 256,
    pictures: 2,
    variation: { seed: 9, strength: 0.35 },
  };
  const region = { x: 0, y: 0, width: 256, height: 256 };
  // As it lies in databases: never change this, add the next version beside it.
  const stored = {
    version: 1,
    id: '0b7f',
    owner: 'e1c2',
    addedAt: 1796000000000,
    state: { phase: 'queued' },
    work: {
      kind: 'edit',
      settings: { prompt: 'a cat', seed: 3, pictures: 2 },
      documentId: 'd0c5',
      base: {
        version: 1,
        tiles: { '0,0': 'tile-a' },
        bounds: region,
        mask: { '0,0': 'tile-b' },
        frame: region,
        request,
        foreign: null,
        lastEdit: null,
        origin: 'a result',
        keptAs: null,
        staging: null,
      },
      order: { kind: 'near', region, request },
      label: 'Variations',
    },
  };
  expect(readRecord(stored)?.work).toMatchObject({
    documentId: 'd0c5',
    base: { tiles: { '0,0': 'tile-a' } },
    order: { request: { seed: 3, variation: { seed: 9 } } },
  });
  for (const order of [
    { kind: 'expand', target: region },
    { kind: 'frame', frame: region, strength: 0.5 },
    { kind: 'mask', intent: 'remove', strength: 1 },
    { kind: 'vary', region, strength: 0.5 },
  ]) {
    expect(readRecord({ ...stored, work: { ...stored.work, order } })?.work).toMatchObject({ order });
  }
});

it('does all that it can where nothing can be stored', async () => {
  const refuse = () => Promise.reject(error('storage-refused'));
  store = { ...store, set: refuse, delete: refuse, values: refuse, setMany: refuse };
  const { queue, world, says } = await page('tab');
  await addAll(queue, pictureOf('one'), pictureOf('two'));
  world.call('one').done();
  await soon();
  expect(says()).toEqual(['two running']);
  expect(await storedTiles(store)).toEqual(new Set());
});
