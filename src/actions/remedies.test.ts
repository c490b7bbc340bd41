import { expect, it, vi } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import type { ErrorCode } from '../protocol/errors';
import type { Problem } from '../shell/problem';

vi.stubGlobal('navigator', {});
const { remediesFor } = await import('./remedies');
const { useRun } = await import('../jobs/run');

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
  useRun.setState({ status: 'running' });
  expect(labels('network', 'app')).toEqual([]);
  useRun.setState({ status: 'idle' });
});
