import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestOptions } from '../engine/engine';
import type { ModelCard } from '../models/modelCard';
import { OutpaneError } from '../protocol/errors';
import type { ErrorCode } from '../protocol/errors';
import { useProblem } from '../shell/problem';
import { followGeneration, followRevision, forgetLoadedModel, openModel, prepareModel, useModel } from './model';

interface Call {
  kind: string;
  cardUrl: string;
  options: RequestOptions;
  done: () => void;
  fail: (error: unknown) => void;
}

const fake = vi.hoisted(() => ({ calls: [] as Call[], installed: null as ModelCard | null, saveData: false }));
vi.mock('./engine', () => ({
  engine: () => ({
    request: (kind: string, { cardUrl }: { cardUrl: string }, options: RequestOptions) =>
      new Promise<void>((done, fail) => fake.calls.push({ kind, cardUrl, options, done, fail })),
  }),
}));
vi.mock('../storage/modelRecords', () => ({
  openCard: async (url: string) => cardOf(url),
  installedCard: async () => fake.installed,
}));
vi.mock('../platform/saveData', () => ({ wantsToSaveData: () => fake.saveData }));

const cardOf = (id: string, revision = 'one') => ({ id, revision, files: [{ size: 5 }] }) as unknown as ModelCard;
const error = (code: ErrorCode) => new OutpaneError({ code, message: code, hint: '' });
const soon = () => new Promise((resolve) => setTimeout(resolve));
const phase = () => useModel.getState().phase;
const download = { kind: 'download', receivedBytes: 1, totalBytes: 2 } as const;

async function answer(count = 1) {
  for (let i = 0; i < count; i++) {
    fake.calls.shift()?.done();
    await soon();
  }
}

beforeEach(async () => {
  Object.assign(fake, { calls: [], installed: null, saveData: false });
  forgetLoadedModel();
  useProblem.setState({ problem: null });
});

/** The model of this address, loaded. */
async function ready(cardUrl = 'a') {
  void openModel(cardUrl);
  await soon();
  await answer(2);
  expect(phase()).toEqual({ status: 'ready' });
}

describe('preparing', () => {
  it('reads the card, fetches, loads; all who ask share one way', async () => {
    void openModel('a');
    const asked = [prepareModel(), prepareModel()];
    await soon();
    fake.calls[0]?.options.onEvent?.(download);
    expect(phase()).toMatchObject({ status: 'downloading', receivedBytes: 1 });
    await answer();
    expect(phase()).toEqual({ status: 'loading' });
    await answer();
    expect((await Promise.all(asked)).map(({ id }) => id)).toEqual(['a', 'a']);
    expect(fake.calls).toEqual([]);
  });

  it('that fails is tried anew by the next who asks', async () => {
    void openModel('a');
    await soon();
    const first = prepareModel();
    fake.calls.shift()?.fail(error('network'));
    await expect(first).rejects.toThrow('network');
    expect(phase()).toMatchObject({ status: 'failed' });
    expect(useProblem.getState().problem).toMatchObject({ from: 'model' });
    const again = prepareModel();
    await soon();
    await answer(2);
    expect((await again).id).toBe('a');
    expect(useProblem.getState().problem).toBeNull();
  });

  it('asks first where the connection is metered and the model is not there', async () => {
    fake.saveData = true;
    await openModel('a');
    expect(phase()).toEqual({ status: 'asking', bytes: 5 });
    expect(fake.calls).toEqual([]);
    fake.installed = cardOf('b');
    void openModel('b');
    await soon();
    await answer(2);
    expect(phase()).toEqual({ status: 'ready' });
  });
});

describe('going over to another model', () => {
  it('shows and loads nothing of the one before any more; who waits gets the other', async () => {
    void openModel('a');
    await soon();
    const waiting = prepareModel();
    const install = fake.calls.shift();
    void openModel('b');
    await soon();
    install?.options.onEvent?.(download);
    install?.done();
    await soon();
    // The old code went on to load it, over the one that the page had gone over to.
    expect(fake.calls.map(({ kind, cardUrl }) => `${kind} ${cardUrl}`)).toEqual(['install b']);
    expect(phase()).toEqual({ status: 'opening' });
    await answer(2);
    expect((await waiting).id).toBe('b');
    expect(useModel.getState()).toMatchObject({ card: { id: 'b' }, phase: { status: 'ready' } });
  });

  it('is not stopped by the failure of the one before', async () => {
    void openModel('a');
    await soon();
    const waiting = prepareModel();
    const install = fake.calls.shift();
    void openModel('b');
    await soon();
    install?.fail(error('network'));
    await soon();
    expect(phase()).toEqual({ status: 'opening' });
    expect(useProblem.getState().problem).toBeNull();
    await answer(2);
    expect((await waiting).id).toBe('b');
  });

  it('does not take a late word of another revision for its own', async () => {
    await ready('a');
    fake.installed = cardOf('a', 'two');
    const following = followRevision();
    void openModel('b');
    expect(await following).toBeNull();
    expect(useModel.getState().card?.id).not.toBe('a');
    await soon();
    await answer(2);
  });
});

it('goes on with another revision that the engine has changed over to', async () => {
  await ready();
  fake.installed = cardOf('a', 'two');
  expect((await followRevision())?.revision).toBe('two');
  expect((await prepareModel()).revision).toBe('two');
  expect(fake.calls).toEqual([]);
});

describe('a generation that has to fetch the model anew', () => {
  it('is ready again when it works, and not “downloading” for ever (A15)', async () => {
    await ready();
    const following = followGeneration();
    following.event(download);
    expect(phase()).toMatchObject({ status: 'downloading' });
    following.event({ kind: 'phase', phase: 'loading' });
    expect(phase()).toEqual({ status: 'loading' });
    following.event({ kind: 'phase', phase: 'encodingPrompt' });
    expect(phase()).toEqual({ status: 'ready' });
  });

  it('is ready when it is over, whatever it said last (A15)', async () => {
    await ready();
    const following = followGeneration();
    following.event(download);
    following.end(null);
    expect(phase()).toEqual({ status: 'ready' });
  });

  it('that fails on the way says what is wrong with the model, and the next try begins anew', async () => {
    await ready();
    const following = followGeneration();
    following.event(download);
    following.end(error('network'));
    expect(phase()).toMatchObject({ status: 'failed', error: { code: 'network' } });
    expect(useProblem.getState().problem).toMatchObject({ from: 'model' });
    void prepareModel();
    await soon();
    expect(fake.calls).toHaveLength(1);
    await answer(2);
  });

  it('that is cancelled on the way lets the model come by itself', async () => {
    await ready();
    const following = followGeneration();
    following.event(download);
    following.end(error('cancelled'));
    await soon();
    expect(fake.calls.map(({ kind }) => kind)).toEqual(['install']);
    await answer(2);
    expect(phase()).toEqual({ status: 'ready' });
  });

  it('and failed in itself leaves the model as it is', async () => {
    await ready();
    const following = followGeneration();
    following.event({ kind: 'phase', phase: 'denoising' });
    following.end(error('not-finite'));
    expect(phase()).toEqual({ status: 'ready' });
  });

  it('says nothing of a model that is being prepared anew meanwhile', async () => {
    await ready();
    const following = followGeneration();
    following.event(download);
    void openModel('b');
    await soon();
    following.event(download);
    following.end(null);
    expect(phase()).toEqual({ status: 'opening' });
    await answer(2);
  });
});
