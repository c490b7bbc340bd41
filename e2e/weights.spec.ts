import type { Page } from '@playwright/test';
import { App, MODEL_FILES } from './support/app';
import { violations } from './support/axe';
import { expect, test } from './support/test';

const APPLE = { prompt: 'a red apple', seed: 7, steps: 8, guidanceScale: 4 };

/** Does something to the records of the weights, with the app closed so that nothing holds them. */
async function damage(page: Page, how: 'delete' | 'corrupt', which: number): Promise<void> {
  await page.goto('/favicon.svg');
  await page.evaluate(
    async ([action, index]) => {
      const request = indexedDB.open('outpane-weights');
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const done = <T>(r: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          r.onsuccess = () => resolve(r.result);
          r.onerror = () => reject(r.error);
        });
      const store = () => db.transaction('weights', 'readwrite').objectStore('weights');
      const chunks = (await done(store().getAllKeys())).filter((key) => /^[0-9a-f]{64}:/.test(String(key)));
      const key = chunks[index];
      if (key === undefined) throw new Error(`no chunk ${index}`);
      if (action === 'delete') {
        await done(store().delete(key));
      } else {
        const value: unknown = await done(store().get(key));
        const size = value instanceof Blob ? value.size : (value as ArrayBuffer).byteLength;
        const wrong = new Uint8Array(size).fill(7);
        await done(store().put(value instanceof Blob ? new Blob([wrong]) : wrong.buffer, key));
      }
      db.close();
    },
    [how, which] as const,
  );
}

test('a deleted and a corrupted chunk are noticed, fetched again and said', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.generate(APPLE);
  const before = await app.download();
  await damage(page, 'delete', 0);
  await damage(page, 'corrupt', 3);
  const ranges: string[] = [];
  page.on('request', (request) => {
    if (MODEL_FILES.test(request.url())) ranges.push(request.url());
  });
  // Requests of a worker are seen by the context only.
  page.context().on('request', (request) => {
    if (MODEL_FILES.test(request.url())) ranges.push(request.url());
  });
  await app.open();
  await expect(page.getByText(/damaged|missing/i).first()).toBeVisible();
  await app.generate(APPLE);
  expect(await app.download()).toEqual(before);
  expect(new Set(ranges).size).toBe(2);
});

test(
  'a visit that is cut off half-way through the download goes on from there',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    let fetched = 0;
    await page.route(MODEL_FILES, (route) => (fetched++ < 6 ? route.continue() : route.abort()));
    await app.open();
    await expect(page.getByRole('button', { name: /try again|retry/i }).first()).toBeVisible();
    await page.unroute(MODEL_FILES);
    const again: string[] = [];
    page.context().on('request', (request) => {
      if (MODEL_FILES.test(request.url())) again.push(request.headers()['range'] ?? 'all');
    });
    await page.reload();
    await app.generate({ ...APPLE, steps: 1 });
    expect(again.length).toBeGreaterThan(0);
    expect(again.length).toBeLessThan(13);
  },
);

test('two tabs opened at once on a first visit share one download', async ({ page, context }) => {
  const fetched: string[] = [];
  context.on('request', (request) => {
    if (MODEL_FILES.test(request.url())) fetched.push(`${request.url()} ${request.headers()['range'] ?? ''}`);
  });
  const apps = [new App(page), new App(await context.newPage())];
  await Promise.all(apps.map((app) => app.open()));
  for (const app of apps) await expect(app.page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
  expect(fetched.length).toBeGreaterThan(3);
  expect(new Set(fetched).size).toBe(fetched.length);
  await Promise.all(apps.map((app, i) => app.generate({ ...APPLE, seed: i, steps: 2 })));
  for (const app of apps) await expect(app.results.getByRole('listitem')).toHaveCount(2);
});

test('a metered connection is asked before the model is fetched', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: Object.assign(new EventTarget(), { saveData: true }) });
  });
  const fetched: string[] = [];
  page.context().on('request', (request) => {
    if (MODEL_FILES.test(request.url())) fetched.push(request.url());
  });
  const app = new App(page);
  await app.open();
  const get = page.getByRole('button', { name: /Get the model \(\d+ [KM]B\)/ });
  await expect(get).toBeVisible();
  expect(fetched).toEqual([]);
  await get.click();
  await app.generate({ ...APPLE, steps: 1 });
  expect(fetched.length).toBeGreaterThan(0);
});

/** Fills what the browser grants to the last kilobytes; returns when nothing more fits. */
async function fillStorage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const request = indexedDB.open('filler');
    request.onupgradeneeded = () => request.result.createObjectStore('filler', { autoIncrement: true });
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const size of [1_000_000, 50_000, 2_000]) {
      let fits = true;
      while (fits) {
        const transaction = db.transaction('filler', 'readwrite');
        transaction.objectStore('filler').add(new Uint8Array(size).map(() => 256 * Math.random()).buffer);
        fits = await new Promise<boolean>((resolve) => {
          transaction.oncomplete = () => resolve(true);
          transaction.onabort = () => resolve(false);
        });
      }
    }
    db.close();
  });
}

test('where the browser grants no more room, the picture can still be taken away, and room can be made', async ({
  page,
  baseURL,
}) => {
  await page.goto('/favicon.svg');
  const cdp = await page.context().newCDPSession(page);
  const grant = (quotaSize?: number) =>
    cdp.send('Storage.overrideQuotaForOrigin', { origin: baseURL ?? '', quotaSize });
  await grant(20_000_000);
  const app = new App(page);
  await app.open();
  await app.generate({ ...APPLE, steps: 1 });
  await expect(app.results.getByRole('listitem')).toHaveCount(1);
  await fillStorage(page);
  await app.generate({ ...APPLE, seed: 8, steps: 1 });
  const free = page.getByRole('button', { name: 'Free storage' });
  await expect(free).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect((await app.download()).width).toBe(256);
  await page.getByRole('button', { name: 'Favourite', exact: true }).click();

  await free.click();
  const dialog = page.getByRole('dialog', { name: 'Free storage' });
  await expect(dialog).toContainText('Favourites are not touched');
  expect(await violations(page)).toEqual([]);
  // Browsers count what is deleted as used for a while; here they grant more in the same moment.
  await grant();
  await dialog.getByRole('checkbox', { name: /^Pictures made here in the last week/ }).check();
  await dialog.getByRole('button', { name: /^Delete \d/ }).click();
  await expect(page.getByText(/^1 picture deleted\./)).toBeVisible();
  await app.generate({ ...APPLE, seed: 9, steps: 1 });
  await expect(free).toHaveCount(0);
  await page.reload();
  const kept = app.results.getByRole('button');
  await expect(kept).toHaveCount(2);
  await expect(kept.first()).toHaveAccessibleName(/seed 9/);
  await expect(kept.last()).toHaveAccessibleName(/seed 8, favourite/);
});
