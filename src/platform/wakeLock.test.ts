import { afterEach, beforeEach, expect, it, vi } from 'vitest';

class Sentinel extends EventTarget {
  released = false;
  release() {
    this.released = true;
    this.dispatchEvent(new Event('release'));
    return Promise.resolve();
  }
}

let given: Sentinel[];
let page: EventTarget & { visibilityState: string };

beforeEach(() => {
  vi.resetModules();
  given = [];
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  const request = () => {
    const sentinel = new Sentinel();
    given.push(sentinel);
    return Promise.resolve(sentinel);
  };
  vi.stubGlobal('navigator', { wakeLock: { request } });
});

afterEach(() => vi.unstubAllGlobals());

const settle = () => new Promise((resolve) => setImmediate(resolve));

it('holds one lock for several holders and lets it go with the last', async () => {
  const { keepScreenAwake } = await import('./wakeLock');
  const one = keepScreenAwake();
  const two = keepScreenAwake();
  await settle();
  expect(given.map((lock) => lock.released)).toEqual([false, true]);
  one();
  one();
  expect(given[0]?.released).toBe(false);
  two();
  expect(given[0]?.released).toBe(true);
});

it('takes it again when the page is seen again, but only while it is wanted', async () => {
  const { keepScreenAwake } = await import('./wakeLock');
  const done = keepScreenAwake();
  await settle();
  page.visibilityState = 'hidden';
  await given[0]?.release();
  page.visibilityState = 'visible';
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  expect(given.map((lock) => lock.released)).toEqual([true, false]);
  done();
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
  expect(given).toHaveLength(2);
  expect(given[1]?.released).toBe(true);
});

it('does nothing where the browser has no wake locks', async () => {
  vi.stubGlobal('navigator', {});
  const { keepScreenAwake } = await import('./wakeLock');
  expect(() => keepScreenAwake()()).not.toThrow();
});
