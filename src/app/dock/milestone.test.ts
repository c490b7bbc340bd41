import { expect, test } from 'vitest';
import type { RunState, Step } from '../../jobs/run';
import { milestone } from './milestone';

function at(step: number): RunState {
  const done = { picture: 0, pictures: 1, tile: 1, tiles: 1, step, steps: 50 } as Step;
  return { status: 'running', phase: 'denoising', step: done, outcome: null } as RunState;
}

test('fifty steps are four announcements, not fifty', () => {
  const said = Array.from({ length: 49 }, (_, i) => milestone(at(i + 1), { status: 'ready' }));
  expect([...new Set(said)]).toEqual(['Forming', 'Forming, 25 percent', 'Forming, 50 percent', 'Forming, 75 percent']);
});

test('a download is announced by quarters, too', () => {
  const idle = { status: 'idle', outcome: null } as RunState;
  const said = Array.from({ length: 43 }, (_, i) =>
    milestone(idle, { status: 'downloading', receivedBytes: i * 1e6, totalBytes: 43e6 }),
  );
  expect(new Set(said).size).toBe(4);
});

test('the end is said as it is shown', () => {
  const done = { status: 'idle', outcome: { kind: 'done', seconds: 3.14 } } as RunState;
  expect(milestone(done, { status: 'ready' })).toBe('Done in 3.1 s');
});
