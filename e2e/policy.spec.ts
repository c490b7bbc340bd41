import { expect, test, type Page, type Worker } from '@playwright/test';
import { App } from './support/app';
import { dist } from './support/builds';
import { StaticServer } from './support/staticServer';

// Not ./support/test, which fails when a page asks another origin for something: here it is told to.

let other: StaticServer;

test.beforeAll(async () => {
  other = await StaticServer.start({ folder: dist });
});

test.afterAll(() => other.stop());

/** The engine's own worker; onnxruntime's threads are workers of it. */
async function engineWorker(page: Page): Promise<Worker> {
  await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
  const worker = page.workers().find((each) => /\/worker-/.test(each.url()));
  if (!worker) throw new Error(`no engine among ${page.workers().map((each) => each.url())}`);
  return worker;
}

/** What becomes of a fetch there. */
async function fetched(where: Pick<Worker, 'evaluate'>, url: string): Promise<string> {
  return where.evaluate(
    (address) =>
      fetch(address, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      ),
    url,
  );
}

/** The worker can reach its own host and no other, as the page. */
async function expectOwnOriginOnly(page: Page): Promise<void> {
  const worker = await engineWorker(page);
  const own = new URL('models/starter/card.json', page.url()).href;
  expect(await fetched(worker, own)).toBe('reached');
  expect(await fetched(worker, `${other.url}favicon.svg`)).toBe('refused');
  expect(await fetched(page, `${other.url}favicon.svg`)).toBe('refused');
  expect(other.requests).toEqual([]);
}

test('the engine can fetch from its own host only, and paints all the same', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await expectOwnOriginOnly(page);
  await app.generate({ prompt: 'a red apple', steps: 2, width: 128, height: 128 });
});

test('where a host sends no headers, the service worker does', async ({ page }) => {
  const host = await StaticServer.start({ folder: dist });
  try {
    await page.goto(host.url);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null && crossOriginIsolated);
    await expectOwnOriginOnly(page);
  } finally {
    await host.stop();
  }
});
