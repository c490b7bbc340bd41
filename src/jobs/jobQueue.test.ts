import { beforeEach, describe, expect, it } from 'vitest';
import { activeJob, isBusy, JobQueue, waitingJobs } from './jobQueue';
import { error, FakeWorld, image, pictureOf, soon } from './testing/fakeWorld';

let world: FakeWorld;
let queue: JobQueue;

beforeEach(() => {
  world = new FakeWorld();
  queue = new JobQueue(world);
});

const state = () => queue.store.getState();
const phases = () => state().jobs.map(({ work, state: { phase } }) => `${work.settings.prompt} ${phase}`);
const tile = (picture: number, shade = 0) => ({
  kind: 'tile' as const,
  picture,
  tile: 1,
  image: image(shade),
  region: { x: 0, y: 0, width: 8, height: 8 },
});

describe('three jobs', () => {
  beforeEach(async () => {
    for (const prompt of ['one', 'two', 'three']) queue.add(pictureOf(prompt, { pictures: 2 }));
    await soon();
  });

  it('run one after the other, in the order they were added', async () => {
    expect(phases()).toEqual(['one running', 'two queued', 'three queued']);
    expect(world.calls.map(({ prompt }) => prompt)).toEqual(['one']);
    for (const prompt of ['one', 'two', 'three']) {
      world.call(prompt).finish(0);
      world.call(prompt).done();
      await soon();
    }
    expect(world.kept).toEqual(['one 0', 'two 0', 'three 0']);
    expect(state()).toMatchObject({ jobs: [], lastEnd: { kind: 'done' } });
    expect(world.written.size).toBe(0);
  });

  it('of which the middle one fails: the others’ pictures are there, and its own first one', async () => {
    world.call('one').finish(0);
    world.call('one').finish(1);
    world.call('one').done();
    await soon();
    world.call('two').finish(0);
    world.call('two').fail(error('out-of-memory', 'No memory.'));
    await soon();
    expect(phases()).toEqual(['two ended', 'three running']);
    world.call('three').finish(0);
    world.call('three').done();
    await soon();
    expect(world.kept).toEqual(['one 0', 'one 1', 'two 0', 'three 0']);
    expect(world.reports).toEqual(['No memory.']);
    expect(state().jobs).toMatchObject([
      { state: { phase: 'ended', end: { kind: 'failed', error: { code: 'out-of-memory' } } } },
    ]);
    expect(world.written.size).toBe(1);
  });

  it('of which the waiting one is cancelled: it never begins', async () => {
    queue.cancel(state().jobs[1]?.id ?? '');
    world.call('one').done();
    await soon();
    expect(phases()).toEqual(['three running']);
    expect(world.calls.map(({ prompt }) => prompt)).toEqual(['one', 'three']);
  });

  it('of which the running one is cancelled: what it has finished is kept before the next begins', async () => {
    let keep: () => void = () => undefined;
    world.keep = (picture) => new Promise((resolve) => (keep = () => resolve(`kept ${picture.index}`)));
    world.call('one').finish(0);
    await soon();
    queue.cancel(state().jobs[0]?.id ?? '');
    await soon();
    await soon();
    // The old code went on at once, and the keeping ran beside whatever came then.
    expect(phases()).toEqual(['one landing', 'two queued', 'three queued']);
    keep();
    await soon();
    expect(world.kept).toEqual(['kept 0']);
    expect(phases()).toEqual(['two running', 'three queued']);
    expect(world.reports).toEqual([]);
  });

  it('are cancelled together', async () => {
    queue.cancelAll();
    await soon();
    await soon();
    expect(state()).toMatchObject({ jobs: [], lastEnd: { kind: 'cancelled' } });
    expect(world.calls.map(({ prompt }) => prompt)).toEqual(['one']);
    expect(world.written.size).toBe(0);
  });
});

describe('keeping pictures', () => {
  beforeEach(async () => {
    queue.add(pictureOf('a', { pictures: 3 }));
    await soon();
  });

  it('goes on after one that can not be kept, and says what was wrong (A3: it took all later ones with it)', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    world.keep = async ({ index }) => {
      if (index === 1) throw error('internal', 'No canvas.');
      return `kept ${index}`;
    };
    for (const index of [0, 1, 2]) world.call('a').finish(index);
    world.call('a').done();
    await soon();
    await soon();
    process.off('unhandledRejection', note);
    expect(world.kept).toEqual(['kept 0', 'kept 2']);
    expect(unhandled).toEqual([]);
    expect(world.reports).toEqual(['No canvas.']);
    expect(state().jobs).toMatchObject([{ state: { end: { kind: 'failed', error: { message: 'No canvas.' } } } }]);
  });

  it('waits for the pictures when the engine fails, too', async () => {
    world.keep = async ({ index }) => {
      await soon();
      return `kept ${index}`;
    };
    world.call('a').finish(0);
    world.call('a').finish(1);
    world.call('a').fail(error('worker-died'));
    await queue.settled();
    expect(world.kept).toEqual(['kept 0', 'kept 1']);
  });

  it('keeps the final parts of a picture that was cut off, once', async () => {
    world.call('a').finish(0);
    world.call('a').tell(tile(1, 5));
    queue.cancel(state().jobs[0]?.id ?? '');
    await queue.settled();
    expect(world.parts).toMatchObject([{ index: 1, parts: [{ image: { data: image(5).data } }] }]);
  });

  it('keeps nothing twice when it is cancelled between two pictures (A4: it did, with the next seed)', async () => {
    world.call('a').tell(tile(0));
    world.call('a').finish(0);
    queue.cancel(state().jobs[0]?.id ?? '');
    await queue.settled();
    expect(world.kept).toEqual(['a 0']);
    expect(world.parts).toEqual([]);
  });
});

describe('the model', () => {
  it('that can not be had fails one job; the others wait, and go on when it can', async () => {
    world.model = () => Promise.reject(error('network', 'No network.'));
    queue.add(pictureOf('one'));
    queue.add(pictureOf('two'));
    await soon();
    expect(phases()).toEqual(['one ended', 'two queued']);
    expect(state().held).toBe(true);
    expect(isBusy(state())).toBe(false);
    world.model = new FakeWorld().model;
    queue.resume();
    await soon();
    expect(phases()).toEqual(['one ended', 'two running']);
  });

  it('is not waited for by who is cancelled', async () => {
    world.model = () => new Promise(() => undefined);
    const id = queue.add(pictureOf('one'));
    await soon();
    expect(phases()).toEqual(['one preparing']);
    queue.cancel(id);
    await soon();
    expect(state()).toMatchObject({ jobs: [], held: false, lastEnd: { kind: 'cancelled' } });
  });
});

it('starts a failed job again behind the others, with what it was asked for', async () => {
  const first = queue.add(pictureOf('one', { seed: 5 }));
  queue.add(pictureOf('two'));
  await soon();
  world.call('one').fail(error('not-finite'));
  await soon();
  queue.startAgain(first);
  queue.startAgain(first);
  expect(phases()).toEqual(['two running', 'one queued']);
  world.call('two').done();
  await soon();
  expect(activeJob(state())?.state).toMatchObject({ phase: 'running', request: { prompt: 'one', seed: 5 } });
});

it('forgets a failed job when the person says so, and no other', async () => {
  const id = queue.add(pictureOf('one'));
  await soon();
  queue.dismiss(id);
  expect(phases()).toEqual(['one running']);
  world.call('one').fail(error('internal'));
  await soon();
  queue.dismiss(id);
  expect(state().jobs).toEqual([]);
  expect(world.written.size).toBe(0);
});

it('writes down what waits and what has begun, not each step', async () => {
  const writes: string[] = [];
  const { save } = world.records;
  world.records.save = (job) => {
    writes.push(job.state.phase);
    save(job);
  };
  queue.add(pictureOf('one'));
  await soon();
  world.call('one').tell(tile(0));
  world.call('one').done();
  await soon();
  expect(writes).toEqual(['queued', 'preparing']);
});

it('writes and begins nothing after it was stopped for good', async () => {
  queue.add(pictureOf('one'));
  queue.add(pictureOf('two'));
  await soon();
  const before = new Map(world.written);
  queue.stop();
  await queue.settled();
  expect(world.calls).toHaveLength(1);
  expect(world.written).toEqual(before);
  expect(waitingJobs(state())).toHaveLength(1);
});

it('shows what forms to who asks for it while nothing runs, and calls nobody back from elsewhere', async () => {
  queue.watch(false);
  queue.add(pictureOf('one'));
  expect(state().watching).toBe(true);
  queue.watch(false);
  queue.add(pictureOf('two'));
  expect(state().watching).toBe(false);
});
