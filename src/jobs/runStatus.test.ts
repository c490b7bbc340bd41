import { describe, expect, test } from 'vitest';
import type { ModelPhase } from '../engineState/model';
import { someRequest } from '../protocol/testing/someRequest';
import type { Job, JobEnd, JobState, Step } from './job';
import { beginForming } from './forming';
import { doneIn, duration, jobFactsOf, jobStatus, progress, statusFacts } from './runStatus';
import { pictureOf } from './testing/fakeWorld';

const ready: ModelPhase = { status: 'ready' };
const downloading: ModelPhase = { status: 'downloading', receivedBytes: 12_300_000, totalBytes: 43_000_000 };

const step = (change: Partial<Step> = {}): Step => ({
  kind: 'step',
  picture: 0,
  pictures: 1,
  step: 3,
  steps: 12,
  tile: 1,
  tiles: 1,
  stepSeconds: 0.842,
  secondsLeft: 7.4,
  ...change,
});

const region = { x: 0, y: 0, width: 8, height: 8 };
const under = {
  forming: beginForming(region, region, true),
  request: someRequest(),
  engine: null,
  step: null,
  landed: null,
};
type Running = Extract<JobState, { phase: 'running' }>;
const running = (change: Partial<Running>): JobState => ({ ...under, phase: 'running', ...change });
const jobIn = (state: JobState): Job => ({ id: 'a', addedAt: 0, work: pictureOf('a cat'), state });
const ended = (lastEnd: JobEnd | null) => ({ jobs: [], lastEnd });
const at = (state: JobState) => ({ jobs: [jobIn(state)], lastEnd: null });

describe('the status says', () => {
  test.each<[string, Parameters<typeof statusFacts>[0], ModelPhase, string]>([
    ['that it is ready', ended(null), ready, 'Ready'],
    ['the download', ended(null), downloading, 'Downloading the model: 12 of 43 MB'],
    [
      'the download that a job waits for',
      at({ phase: 'preparing' }),
      downloading,
      'Downloading the model: 12 of 43 MB',
    ],
    ['the loading', at({ phase: 'preparing' }), { status: 'loading' }, 'Loading the model'],
    [
      'a download in the middle of a job',
      at(running({ engine: 'loading' })),
      downloading,
      'Downloading the model: 12 of 43 MB',
    ],
    ['that what it starts from is being read', at({ phase: 'preparing' }), ready, 'Starting'],
    [
      'that what is made is being kept',
      at({ ...under, phase: 'landing', step: step(), end: { kind: 'cancelled' } }),
      ready,
      'Finishing',
    ],
    ['the step', at(running({ engine: 'denoising', step: step() })), ready, 'Step 3 of 12 · 0.84 s a step · 8 s left'],
    [
      'which picture',
      at(running({ engine: 'denoising', step: step({ picture: 1, pictures: 4 }) })),
      ready,
      'Step 3 of 12 · picture 2 of 4 · 0.84 s a step · 8 s left',
    ],
    [
      'which part of an expansion, and its end only after the last one',
      at(running({ engine: 'decoding', step: step({ step: 12, tile: 1, tiles: 2, stepSeconds: 0, secondsLeft: 0 }) })),
      ready,
      'Step 12 of 12 · part 1 of 2',
    ],
    ['the end', ended({ kind: 'done', seconds: 8.26 }), ready, 'Done in 8.3 s'],
    ['that it was stopped', ended({ kind: 'cancelled' }), ready, 'Cancelled'],
  ])('%s', (_, working, model, words) => {
    expect(statusFacts(working, model).join(' · ')).toBe(words);
  });

  test('nothing while the person is asked about the download', () => {
    expect(statusFacts(ended(null), { status: 'asking', bytes: 43e6 })).toEqual([]);
  });
});

test('durations are short and true', () => {
  expect([0.05, 0.842, 4.06, 25.4, 200].map(duration)).toEqual(['0.05 s', '0.84 s', '4.1 s', '25 s', '3 min']);
  expect([doneIn(4.06), doneIn(250.4)]).toEqual(['Done in 4.1 s', 'Done in 250 s']);
});

describe('the progress', () => {
  const after = (change: Partial<Step>) => progress(at(running({ step: step(change) })), ready);
  test('goes from 0 to 1 over all pictures, tiles and steps', () => {
    expect(after({ step: 12 })).toBe(1);
    expect(after({ step: 6 })).toBe(0.5);
    expect(after({ picture: 1, pictures: 2, step: 12 })).toBe(1);
    expect(after({ picture: 1, pictures: 4, tile: 2, tiles: 2, step: 6 })).toBeCloseTo((1 + 0.75) / 4);
  });

  test('is the download’s while a job waits for it, and unknown before the first step', () => {
    expect(progress(at({ phase: 'preparing' }), downloading)).toBeCloseTo(0.286, 3);
    expect(progress(at(running({})), ready)).toBeNull();
    expect(progress(ended(null), downloading)).toBeNull();
  });
});

describe('the list of the queue says', () => {
  const failed: JobEnd = { kind: 'failed', error: { code: 'internal', message: 'Broken.', hint: '' } };
  test.each<[JobState, string]>([
    [{ phase: 'queued' }, 'Waiting'],
    [running({ step: step() }), 'Step 3 of 12'],
    [{ phase: 'ended', end: failed }, 'Broken.'],
    [{ phase: 'ended', end: { kind: 'interrupted', by: 'reload' } }, 'Interrupted by a reload'],
    [{ phase: 'ended', end: { kind: 'interrupted', by: 'closed' } }, 'Left over from a page that was closed'],
  ])('how it stands with a job', (state, words) => {
    expect(jobStatus(jobIn(state), ready)).toBe(words);
  });

  test('that a job waits for the model that nobody has asked for yet', () => {
    expect(jobStatus(jobIn({ phase: 'preparing' }), { status: 'asking', bytes: 1 })).toBe('Waiting for the model');
  });

  test('what it makes', () => {
    const work = pictureOf('a cat', { pictures: 2 });
    expect(jobFactsOf({ ...jobIn({ phase: 'queued' }), work })).toEqual(['256 × 256', '2 pictures']);
  });
});
