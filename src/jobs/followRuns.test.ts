import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useBackground } from '../settings/background';
import { followRuns } from './followRuns';
import { useRun } from './run';

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
  useRun.setState({ status: 'idle', outcome: null });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

function run(milliseconds: number, outcome: 'done' | 'cancelled' | 'failed' = 'done') {
  now.mockReturnValue(0);
  useRun.setState({ status: 'waiting' });
  useRun.setState({ status: 'running' });
  now.mockReturnValue(milliseconds);
  useRun.setState({ status: 'idle', outcome: outcome === 'done' ? { kind: 'done', seconds: 1 } : { kind: outcome } });
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
  run(60_000, 'cancelled');
  expect(shown).not.toHaveBeenCalled();
  run(60_000);
  run(60_000, 'failed');
  expect(shown.mock.calls.flat()).toEqual(['Your picture is ready', 'The picture could not be made']);
  stop();
});
