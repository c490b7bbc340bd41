import { expect, it, vi } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import type { ErrorCode } from '../protocol/errors';
import type { Problem } from '../shell/problem';

vi.stubGlobal('navigator', {});
const { remediesFor } = await import('./remedies');
const { jobs } = await import('../jobs/jobs');
const { pictureOf } = await import('../jobs/testing/fakeWorld');

const labels = (code: ErrorCode, from: Problem['from']) =>
  remediesFor({ error: new OutpaneError({ code, message: '', hint: '' }), from }).map(({ label }) => label);

it('offers another file for one that is no picture or no backup, and the prompt only where it was the prompt', () => {
  expect(labels('bad-request', 'picture')).toEqual(['Choose another file']);
  expect(labels('bad-request', 'backup')).toEqual(['Choose another file']);
  expect(labels('out-of-memory', 'picture')).toEqual(['Choose another file']);
  expect(labels('bad-request', 'storage')).toEqual([]);
  expect(labels('bad-request', 'run')).toEqual(['Edit the prompt']);
});

it('never offers to generate again where nothing was generated', () => {
  for (const from of ['storage', 'picture', 'backup'] as const) {
    expect(labels('storage-full', from)).toEqual(['Free storage']);
    expect(labels('internal', from)).toEqual(['Reload the page']);
  }
  expect(labels('storage-full', 'run')).toEqual(['Free storage', 'Try again']);
});

it('has a reload for a part of the app that does not come, unless that would end a run', () => {
  expect(labels('network', 'app')).toEqual(['Reload the page']);
  const job = { id: 'a', addedAt: 0, work: pictureOf('a cat'), state: { phase: 'preparing' } } as const;
  jobs.store.setState({ jobs: [job] });
  expect(labels('network', 'app')).toEqual([]);
  jobs.store.setState({ jobs: [] });
});

it('tries again what has failed, as it was asked for, and nothing that was only cut off', async () => {
  const work = pictureOf('a cat', { seed: 42 });
  const failed = { code: 'internal', message: '', hint: '' } as const;
  const cut = {
    id: 'b',
    addedAt: 1,
    work,
    state: { phase: 'ended', end: { kind: 'interrupted', by: 'reload' } },
  } as const;
  const broken = {
    id: 'a',
    addedAt: 0,
    work,
    state: { phase: 'ended', end: { kind: 'failed', error: failed } },
  } as const;
  jobs.store.setState({ jobs: [broken, cut] });
  const [again] = remediesFor({ error: new OutpaneError({ ...failed }), from: 'run' });
  await again?.run();
  expect(jobs.store.getState().jobs.map(({ id, state }) => [id, state.phase])).toEqual([
    ['b', 'ended'],
    ['a', 'preparing'],
  ]);
  jobs.cancelAll();
  await jobs.settled();
});
