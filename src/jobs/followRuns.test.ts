import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useBackground } from '../settings/background';
import { followRuns } from './followRuns';
import type { JobEnd } from './job';
import { jobs } from './jobs';
import { pictureOf } from './testing/fakeWorld';

const icon = { set: vi.fn(() => Promise.resolve()), clear: vi.fn(() => Promise.resolve()) };
const shown = vi.fn();
const now = vi.fn(() => 0);

beforeEach(() => {
  class FakeNotification extends EventTarget {
    static permission: NotificationPermission = 'granted';
    constructor(title: string) {
      super();
      shown(title);
    }
  }
  vi.stubGlobal('Notification', FakeNotification);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'hidden' }));
  vi.stubGlobal('navigator', { setAppBadge: icon.set, clearAppBadge: icon.clear });
  vi.stubGlobal('performance', { now });
  useBackground.setState({ notifications: false });
  jobs.store.setState({ jobs: [], lastEnd: null, held: false });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const DONE: JobEnd = { kind: 'done', seconds: 1 };
const FAILED: JobEnd = { kind: 'failed', error: { code: 'internal', message: '', hint: '' } };

const job = (phase: 'queued' | 'preparing') => ({ id: 'a', addedAt: 0, work: pictureOf('a cat'), state: { phase } });

function run(milliseconds: number, lastEnd: JobEnd = DONE) {
  now.mockReturnValue(0);
  jobs.store.setState({ jobs: [job('queued')] });
  jobs.store.setState({ jobs: [job('preparing')], lastEnd: null });
  now.mockReturnValue(milliseconds);
  jobs.store.setState({ jobs: [], lastEnd });
}

it('marks the icon once for a run and takes the mark away at its end', () => {
  const stop = followRuns('icon.png');
  run(500);
  expect(icon.set).toHaveBeenCalledTimes(1);
  expect(icon.clear).toHaveBeenCalledTimes(1);
  stop();
});

it('tells the end of a long run only, only when it was asked to, and never of one the person stopped', () => {
  const stop = followRuns('icon.png');
  run(60_000);
  expect(shown).not.toHaveBeenCalled();
  useBackground.setState({ notifications: true });
  run(500);
  run(60_000, { kind: 'cancelled' });
  expect(shown).not.toHaveBeenCalled();
  run(60_000);
  run(60_000, FAILED);
  expect(shown.mock.calls.flat()).toEqual(['Your picture is ready', 'The picture could not be made']);
  stop();
});

it('is one stretch of work from the first job to the last, and none while the model can not be had', () => {
  const stop = followRuns('icon.png');
  jobs.store.setState({ jobs: [job('preparing'), job('queued')] });
  jobs.store.setState({ jobs: [job('queued')], lastEnd: DONE });
  jobs.store.setState({ jobs: [job('preparing')], lastEnd: null });
  expect(icon.set).toHaveBeenCalledTimes(1);
  expect(icon.clear).not.toHaveBeenCalled();
  jobs.store.setState({ jobs: [job('queued')], held: true });
  expect(icon.clear).toHaveBeenCalledTimes(1);
  stop();
});
