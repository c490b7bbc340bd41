import { expect, it } from 'vitest';
import type { EngineEvent } from '../protocol/messages';
import { Patience } from './patience';
import { step } from './testing/fakeWorkers';

const denoising: EngineEvent = { kind: 'phase', phase: 'denoising' };
const decoding: EngineEvent = { kind: 'phase', phase: 'decoding' };
const download: EngineEvent = { kind: 'download', receivedBytes: 1, totalBytes: 2 };

it('follows the slowest of what is under way, and is never below the least', () => {
  const patience = new Patience(5000);
  expect(patience.milliseconds).toBe(5000);
  patience.hear(1, denoising, 1000);
  expect(patience.milliseconds).toBe(30_000);
  patience.hear(1, step, 41_000);
  expect(patience.milliseconds).toBe(80_000);
  patience.hear(1, step, 42_000);
  expect(patience.milliseconds).toBe(80_000);
  patience.hear(1, decoding, 42_000);
  expect(patience.milliseconds).toBe(30_000);
  patience.rest(2);
  expect(patience.milliseconds).toBe(30_000);
  patience.rest(1);
  expect(patience.milliseconds).toBe(5000);
  // What was measured is known for the next time; the pause between is nobody's.
  patience.hear(1, denoising, 1e6);
  expect(patience.milliseconds).toBe(80_000);
});

it('takes no notice of what runs beside the work', () => {
  const patience = new Patience(5000);
  patience.hear(1, denoising, 0);
  patience.hear(1, download, 10_000);
  patience.hear(1, step, 20_000);
  expect(patience.milliseconds).toBe(40_000);
});
