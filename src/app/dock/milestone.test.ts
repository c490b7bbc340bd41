import { expect, test } from 'vitest';
import { someRequest } from '../../protocol/testing/someRequest';
import { beginForming } from '../../jobs/forming';
import type { Step } from '../../jobs/job';
import type { Working } from '../../jobs/runStatus';
import { pictureOf } from '../../jobs/testing/fakeWorld';
import { milestone } from './milestone';

function at(step: number): Working {
  const done = { picture: 0, pictures: 1, tile: 1, tiles: 1, step, steps: 50 } as Step;
  const region = { x: 0, y: 0, width: 8, height: 8 };
  const forming = beginForming(region, region, true);
  const request = someRequest();
  const state = { phase: 'running', engine: 'denoising', step: done, request, forming, landed: null } as const;
  return { jobs: [{ id: 'a', addedAt: 0, work: pictureOf('a cat'), state }], lastEnd: null };
}

test('fifty steps are four announcements, not fifty', () => {
  const said = Array.from({ length: 49 }, (_, i) => milestone(at(i + 1), { status: 'ready' }));
  expect([...new Set(said)]).toEqual(['Forming', 'Forming, 25 percent', 'Forming, 50 percent', 'Forming, 75 percent']);
});

test('a download is announced by quarters, too', () => {
  const idle: Working = { jobs: [], lastEnd: null };
  const said = Array.from({ length: 43 }, (_, i) =>
    milestone(idle, { status: 'downloading', receivedBytes: i * 1e6, totalBytes: 43e6 }),
  );
  expect(new Set(said).size).toBe(4);
});

test('the end is said as it is shown', () => {
  const done: Working = { jobs: [], lastEnd: { kind: 'done', seconds: 3.14 } };
  expect(milestone(done, { status: 'ready' })).toBe('Done in 3.1 s');
});
