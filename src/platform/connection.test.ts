import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectionStore, KEPT_ANSWER, reportFetch, sendReports, watchConnection, watchedFetch } from './connection';

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

it('sees in every fetch from the app’s own server whether it was reached', async () => {
  const told: boolean[] = [];
  sendReports((reached) => void told.push(reached));
  vi.stubGlobal('location', { origin: 'https://app.example' });
  const ends: (() => Promise<Response>)[] = [
    async () => new Response('', { status: 503 }),
    async () => new Response('', { headers: { [KEPT_ANSWER]: '1' } }),
    () => Promise.reject(new TypeError('Failed to fetch')),
  ];
  for (const end of ends) {
    vi.stubGlobal('fetch', end);
    for (const server of ['app', 'mirror'])
      await watchedFetch(`https://${server}.example/a`, {}).catch(() => undefined);
  }
  const stopped = { signal: AbortSignal.abort() };
  await expect(watchedFetch('https://app.example/a', stopped)).rejects.toThrow();
  expect(told).toEqual([true, false, false]);
  sendReports(reportFetch);
});
