import { beforeEach, expect, it, vi } from 'vitest';
import type { PwaState } from './updateState';

interface FakeRegistration extends EventTarget {
  waiting: { postMessage: (message: unknown) => void } | null;
  active: object | null;
  installing: null;
}

const reload = vi.fn();

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
  reload.mockReset();
  vi.stubEnv('PROD', true);
  vi.stubGlobal('location', { href: 'https://host.example/a/', reload });
  vi.stubGlobal('document', new EventTarget());
});

/** Starts the app's part in a page whose browser answers `register()` so. */
async function start(register: () => Promise<unknown>, isBusy = () => false) {
  const container = Object.assign(new EventTarget(), { controller: { postMessage: vi.fn() }, register });
  vi.stubGlobal('navigator', { serviceWorker: container, onLine: true });
  const { startServiceWorker, applyUpdate } = await import('./registration');
  const { pwaStore } = await import('./updateState');
  await startServiceWorker({ isBusy });
  return { container, applyUpdate, state: (): PwaState => pwaStore.getState() };
}

const registration = (waiting: FakeRegistration['waiting']): FakeRegistration =>
  Object.assign(new EventTarget(), { waiting, active: {}, installing: null });

it.each([
  ['rejects', () => Promise.reject(new Error('forbidden'))],
  ['resolves with nothing', () => Promise.resolve(undefined)],
])('goes on without a service worker where registering %s', async (_, register) => {
  const { state, applyUpdate } = await start(register);
  applyUpdate();
  expect(state()).toEqual({ offlineReady: false, update: 'none' });
  expect(reload).not.toHaveBeenCalled();
});

it('changes over to the version that waits only when the person agrees, and reloads only then', async () => {
  const postMessage = vi.fn();
  const { container, state, applyUpdate } = await start(() => Promise.resolve(registration({ postMessage })));
  expect(state()).toEqual({ offlineReady: true, update: 'ready' });
  expect(postMessage).not.toHaveBeenCalled();
  applyUpdate();
  expect(postMessage).toHaveBeenCalledExactlyOnceWith({ kind: 'activate' });
  expect(reload).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  expect(reload).toHaveBeenCalledOnce();
});

it('never changes over in the middle of a picture, and never because another tab has', async () => {
  vi.useFakeTimers();
  let busy = true;
  const postMessage = vi.fn();
  const waiting = registration({ postMessage });
  const { container, state, applyUpdate } = await start(
    () => Promise.resolve(waiting),
    () => busy,
  );
  container.dispatchEvent(new Event('controllerchange'));
  expect(state().update).toBe('ready');
  applyUpdate();
  vi.advanceTimersByTime(60_000);
  expect(state().update).toBe('waiting');
  expect([postMessage.mock.calls.length, reload.mock.calls.length]).toEqual([0, 0]);
  busy = false;
  vi.advanceTimersByTime(1000);
  expect(postMessage).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
