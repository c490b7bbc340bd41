import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectionStore, reportFetch, watchConnection } from './connection';

let browser: { onLine: boolean };
let page: EventTarget;

beforeEach(() => {
  browser = { onLine: true };
  page = new EventTarget();
  vi.stubGlobal('navigator', browser);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});

afterEach(() => vi.unstubAllGlobals());

function change(onLine: boolean) {
  browser.onLine = onLine;
  page.dispatchEvent(new Event(onLine ? 'online' : 'offline'));
}

it("follows the browser's word until it is stopped", () => {
  const stop = watchConnection();
  expect(connectionStore.getState().offline).toBe(false);
  change(false);
  expect(connectionStore.getState().offline).toBe(true);
  change(true);
  expect(connectionStore.getState().offline).toBe(false);
  stop();
  change(false);
  expect(connectionStore.getState().offline).toBe(false);
});

it('believes a fetch that failed more than a browser that thinks it is online', () => {
  const stop = watchConnection();
  reportFetch(false);
  expect(connectionStore.getState().offline).toBe(true);
  reportFetch(true);
  expect(connectionStore.getState().offline).toBe(false);
  stop();
});
