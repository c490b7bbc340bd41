import { describe, expect, test } from 'vitest';
import type { ModelPhase } from '../engineState/model';
import type { RunState, Step } from './run';
import { doneIn, duration, progress, statusFacts } from './runStatus';

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

function run(change: Partial<RunState>): RunState {
  const idle = { status: 'idle', phase: null, step: null, making: null, outcome: null, watching: true, landed: null };
  return { ...idle, ...change } as RunState;
}

describe('the status says', () => {
  test.each<[string, Partial<RunState>, ModelPhase, string]>([
    ['that it is ready', {}, ready, 'Ready'],
    ['the download', {}, downloading, 'Downloading the model: 12 of 43 MB'],
    ['the download that a run waits for', { status: 'waiting' }, downloading, 'Downloading the model: 12 of 43 MB'],
    ['the loading', { status: 'waiting' }, { status: 'loading' }, 'Loading the model'],
    [
      'the step',
      { status: 'running', phase: 'denoising', step: step() },
      ready,
      'Step 3 of 12 · 0.84 s a step · 8 s left',
    ],
    [
      'which picture',
      { status: 'running', phase: 'denoising', step: step({ picture: 1, pictures: 4 }) },
      ready,
      'Step 3 of 12 · picture 2 of 4 · 0.84 s a step · 8 s left',
    ],
    [
      'which part of an expansion, and its end only after the last one',
      {
        status: 'running',
        phase: 'decoding',
        step: step({ step: 12, tile: 1, tiles: 2, stepSeconds: 0, secondsLeft: 0 }),
      },
      ready,
      'Step 12 of 12 · part 1 of 2',
    ],
    ['the end', { outcome: { kind: 'done', seconds: 8.26 } }, ready, 'Done in 8.3 s'],
    ['that it was stopped', { outcome: { kind: 'cancelled' } }, ready, 'Cancelled'],
  ])('%s', (_, state, model, words) => {
    expect(statusFacts(run(state), model).join(' · ')).toBe(words);
  });

  test('nothing while the person is asked about the download', () => {
    expect(statusFacts(run({}), { status: 'asking', bytes: 43e6 })).toEqual([]);
  });
});

test('durations are short and true', () => {
  expect([0.05, 0.842, 4.06, 25.4, 200].map(duration)).toEqual(['0.05 s', '0.84 s', '4.1 s', '25 s', '3 min']);
  expect([doneIn(4.06), doneIn(250.4)]).toEqual(['Done in 4.1 s', 'Done in 250 s']);
});

describe('the progress', () => {
  const at = (change: Partial<Step>) => progress(run({ status: 'running', step: step(change) }), ready);
  test('goes from 0 to 1 over all pictures, tiles and steps', () => {
    expect(at({ step: 12 })).toBe(1);
    expect(at({ step: 6 })).toBe(0.5);
    expect(at({ picture: 1, pictures: 2, step: 12 })).toBe(1);
    expect(at({ picture: 1, pictures: 4, tile: 2, tiles: 2, step: 6 })).toBeCloseTo((1 + 0.75) / 4);
  });

  test('is the download’s while a run waits for it, and unknown before the first step', () => {
    expect(progress(run({ status: 'waiting' }), downloading)).toBeCloseTo(0.286, 3);
    expect(progress(run({ status: 'running' }), ready)).toBeNull();
    expect(progress(run({}), downloading)).toBeNull();
  });
});
