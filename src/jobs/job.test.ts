import { describe, expect, it } from 'vitest';
import { someRequest } from '../protocol/testing/someRequest';
import { advance, makingOf, mayStartAgain } from './job';
import type { JobEvent, JobState } from './job';
import { finished, image, pictureOf } from './testing/fakeWorld';

const region = { x: 0, y: 0, width: 8, height: 8 };
const prepared: JobEvent = { kind: 'prepared', request: someRequest(), region, alone: true };
const done: JobEvent = { kind: 'answered', end: { kind: 'done', seconds: 2 } };
const failure = { code: 'internal', message: 'Broken.', hint: '' } as const;

const after = (...events: JobEvent[]): JobState => events.reduce(advance, { phase: 'queued' });
const running = (...events: JobEvent[]) => after({ kind: 'start' }, prepared, ...events);

describe('a job', () => {
  it('goes from queued over preparing, running and landing to its end', () => {
    expect(after({ kind: 'start' }).phase).toBe('preparing');
    expect(running()).toMatchObject({ phase: 'running', step: null, landed: null });
    expect(running(done)).toMatchObject({ phase: 'landing', end: { kind: 'done' } });
    expect(running(done, { kind: 'kept', failure: null })).toEqual({
      phase: 'ended',
      end: { kind: 'done', seconds: 2 },
    });
  });

  it('shows what the engine tells: phase, step, and where it is fetching, that it loads', () => {
    const told = (event: Extract<JobEvent, { kind: 'told' }>['event']): JobEvent => ({ kind: 'told', event, at: 0 });
    expect(running(told({ kind: 'phase', phase: 'decoding' }))).toMatchObject({ engine: 'decoding' });
    expect(running(told({ kind: 'download', receivedBytes: 1, totalBytes: 2 }))).toMatchObject({ engine: 'loading' });
    const shown = running(
      told({ kind: 'preview', picture: 0, step: 1, image: image(), region }),
      told({ kind: 'picture', picture: finished(0) }),
    );
    expect(shown).toMatchObject({ forming: { finished: [0], seen: { preview: { region } } } });
    expect(running({ kind: 'landed', id: 'x' })).toMatchObject({ landed: 'x' });
  });

  it('that could not be prepared ends at once', () => {
    const end = { kind: 'failed', error: failure } as const;
    expect(after({ kind: 'start' }, { kind: 'answered', end })).toEqual({ phase: 'ended', end });
  });

  it('fails where a picture could not be kept, unless it has ended otherwise before', () => {
    expect(running(done, { kind: 'kept', failure })).toMatchObject({ end: { kind: 'failed', error: failure } });
    const cancelled: JobEvent = { kind: 'answered', end: { kind: 'cancelled' } };
    expect(running(cancelled, { kind: 'kept', failure })).toMatchObject({ end: { kind: 'cancelled' } });
  });

  it('is not moved by a word that comes too late or too early', () => {
    const late: JobEvent[] = [prepared, done, { kind: 'kept', failure: null }, { kind: 'landed', id: 'x' }];
    const queued = after();
    for (const event of late) expect(advance(queued, event)).toBe(queued);
    const ended = running(done, { kind: 'kept', failure: null });
    for (const event of [...late, { kind: 'start' } as const, { kind: 'cancel' } as const]) {
      expect(advance(ended, event)).toBe(ended);
    }
    const landing = running(done);
    const tile: JobEvent = { kind: 'told', event: { kind: 'phase', phase: 'denoising' }, at: 0 };
    expect(advance(landing, tile)).toBe(landing);
  });

  it('can be interrupted wherever it is, and only then or when it failed be started again', () => {
    const interrupt: JobEvent = { kind: 'interrupt', by: 'reload' };
    for (const state of [after(), after({ kind: 'start' }), running(), running(done)]) {
      const ended = advance(state, interrupt);
      expect(ended).toEqual({ phase: 'ended', end: { kind: 'interrupted', by: 'reload' } });
      expect(advance(ended, { kind: 'again' })).toEqual({ phase: 'queued' });
      expect(advance(ended, interrupt)).toBe(ended);
    }
    for (const state of [after({ kind: 'cancel' }), running(done, { kind: 'kept', failure: null })]) {
      expect(mayStartAgain(state)).toBe(false);
      expect(advance(state, { kind: 'again' })).toBe(state);
    }
  });
});

it('what a job makes is what was asked for, until the request says it exactly', () => {
  const work = pictureOf('a cat', { width: 300 });
  const job = { id: 'a', addedAt: 0, work };
  expect(makingOf({ ...job, state: after() })).toMatchObject({ prompt: 'a cat', width: 300, seed: 100 });
  const request = someRequest({ prompt: 'a cat', width: 320 });
  expect(makingOf({ ...job, state: after({ kind: 'start' }, { ...prepared, request }) })).toBe(request);
});
