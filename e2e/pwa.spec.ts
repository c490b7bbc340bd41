import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { App } from './support/app';
import { buildFor, buildNextVersion, dist } from './support/builds';
import { exportedPixels } from './support/editor';
import { expect, test } from './support/hostTest';

// Each makes several first visits, and some make a build.
test.describe.configure({ timeout: 300_000 });

/** Everything a page says in its console that is not fine, and every request that failed. */
function listen(context: BrowserContext): string[] {
  const wrongs: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrongs.push(message.text());
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Given up by the page itself, because it was left.
    if (reason !== 'net::ERR_ABORTED') wrongs.push(`${request.url()}: ${reason}`);
  });
  return wrongs;
}

/** The app in a page of its own, as a person finds it who waits until everything is there. */
async function visit(context: BrowserContext, url: string): Promise<App> {
  const page = await context.newPage();
  await page.goto(url);
  const app = new App(page);
  await expect(app.prompt).toBeVisible();
  return app;
}

/** Waits until the service worker looks after the page, and the model and the engine are on the device. */
async function settled(app: App): Promise<void> {
  await expect(app.page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
  await expect
    .poll(() => cachedPaths(app.page))
    .toEqual(expect.arrayContaining([expect.stringMatching(/\/assets\/ort-wasm-simd-threaded-[\w-]+\.wasm$/)]));
  expect(await app.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

const cachedPaths = (page: Page) =>
  page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    }
    return paths;
  });

test('a host without isolation headers: isolated after one reload, and everything works without a network', async ({
  context,
  serve,
}) => {
  const host = await serve({ folder: dist });
  const first = await context.newPage();
  let loads = 0;
  first.on('load', () => loads++);
  await first.goto(host.url);
  await expect.poll(() => isIsolated(first).catch(() => false)).toBe(true);
  await settled(new App(first));
  expect(loads).toBe(2);
  await expect(first.getByText('Offline', { exact: true })).toBeHidden();
  const paths = await cachedPaths(first);
  expect(paths.filter((path) => /\.onnx|tokenizer/.test(path))).toEqual([]);
  expect(paths.filter((path) => /\/ort.*\.wasm$/.test(path))).toHaveLength(1);
  await first.close();

  await context.setOffline(true);
  await host.stop();
  const wrongs = listen(context);
  const app = await visit(context, host.url);
  await expect(app.page.getByText('Offline', { exact: true })).toBeVisible();
  await app.generate({ prompt: 'a red apple', seed: 7, steps: 4 });
  expect((await app.download()).width).toBe(256);
  expect(await isIsolated(app.page)).toBe(true);

  const edge = app.page.getByRole('button', { name: 'Expand right', exact: true });
  for (let i = 0; i < 4; i++) await edge.press('ArrowRight');
  await edge.press('Enter');
  await expect(app.cancelButton).toBeVisible();
  await expect(app.cancelButton).toBeHidden();
  await app.page.getByRole('button', { name: 'Accept', exact: true }).click();
  const grown = await exportedPixels(app.page);
  expect([grown.width, grown.height]).toEqual([384, 256]);

  await app.page.reload();
  await expect(app.page.getByRole('img', { name: 'a red apple, 384 by 256 pixels' })).toBeVisible();
  await expect(app.results.getByRole('listitem').first()).toBeVisible();
  await app.page.getByRole('link', { name: 'Gallery' }).click();
  await expect(app.page.getByRole('region', { name: 'Gallery' }).locator('img').first()).toBeVisible();
  expect(wrongs).toEqual([]);
});

test('a server that can not be reached is marked though the browser believes to be online, until it is there again', async ({
  context,
  serve,
}) => {
  const host = await serve({ folder: dist, isolationHeaders: true });
  const first = await visit(context, host.url);
  await settled(first);
  await first.page.close();

  await host.stop();
  const app = await visit(context, host.url);
  const mark = app.page.getByText('Offline', { exact: true });
  await expect(mark).toBeVisible();
  expect(await app.page.evaluate(() => navigator.onLine)).toBe(true);
  await app.generate({ prompt: 'a red apple', seed: 7, steps: 2 });
  await host.resume();
  await app.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(mark).toBeHidden();
});

test('a host with the headers: no reload; words shared from another app wait in the prompt, and nothing runs', async ({
  context,
  serve,
}) => {
  const host = await serve({ folder: dist, isolationHeaders: true });
  const wrongs = listen(context);
  const page = await context.newPage();
  let loads = 0;
  page.on('load', () => loads++);
  await page.goto(host.url);
  const app = new App(page);
  await settled(app);
  expect(await isIsolated(page)).toBe(true);
  expect(loads).toBe(1);

  const answer = await page.evaluate(async () => {
    const form = new FormData();
    form.append('text', 'a <b>lighthouse</b> at night');
    return (await fetch('share', { method: 'POST', body: form, redirect: 'manual' })).type;
  });
  expect(answer).toBe('opaqueredirect');
  await page.goto(`${host.url}?share`);
  await expect(app.prompt).toHaveValue('a <b>lighthouse</b> at night');
  expect(page.url()).toBe(host.url);
  await expect(app.generateButton).toBeVisible();
  await app.prompt.fill('');
  await page.reload();
  await expect(app.prompt).toHaveValue('');
  expect(wrongs).toEqual([]);
});

test('lives in a sub-folder of a host: every address is below it', async ({ context, serve }) => {
  const folder = buildFor('/a/b/');
  const host = await serve({ folder, base: '/a/b/' });
  const app = await visit(context, host.url);
  await expect.poll(() => isIsolated(app.page).catch(() => false)).toBe(true);
  await settled(app);
  await app.generate({ prompt: 'a red apple', seed: 7, steps: 4 });

  const { url, errors, data } = await (await context.newCDPSession(app.page)).send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(url).toBe(new URL('manifest.webmanifest', host.url).href);
  const manifest: unknown = JSON.parse(data ?? '');
  const addresses = JSON.stringify(manifest).match(/"(?:src|url|action|start_url|scope)":"([^"]+)"/g) ?? [];
  expect(addresses.length).toBeGreaterThan(10);
  for (const address of addresses.map((text) => text.slice(text.indexOf('":"') + 3, -1))) {
    const { href } = new URL(address, url);
    expect(href.startsWith(host.url)).toBe(true);
    if (/\.(png|svg)$/.test(href)) expect((await app.page.request.get(href)).status(), href).toBe(200);
  }

  await app.page.close();
  await context.setOffline(true);
  const wrongs = listen(context);
  const offline = await visit(context, host.url);
  await offline.generate({ prompt: 'a red apple', seed: 7, steps: 4 });
  expect(wrongs).toEqual([]);
});

test('an update waits for the person, for the work at hand, and leaves other tabs alone', async ({
  context,
  serve,
}) => {
  const next = buildNextVersion();
  const host = await serve({ folder: dist, isolationHeaders: true, starter: true });
  const [one, two] = [await visit(context, host.url), await visit(context, host.url)];
  await settled(one);
  await settled(two);
  const loads = { one: 0, two: 0 };
  one.page.on('load', () => loads.one++);
  two.page.on('load', () => loads.two++);

  host.folder = next;
  await one.set({ prompt: 'a red apple', seed: 7, steps: 24 });
  await one.generateButton.click();
  await expect(one.cancelButton).toBeVisible();
  await one.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const update = (app: App) => app.page.getByRole('button', { name: 'Update', exact: true });
  await expect(update(one)).toBeVisible();
  await expect(update(two)).toBeVisible();

  // Agreed to in the middle of a picture: the picture comes first, and it is kept.
  await update(one).click();
  await expect(one.page.getByRole('button', { name: 'Updating soon' })).toBeVisible();
  await expect(one.cancelButton).toBeVisible();
  expect(loads.one).toBe(0);
  await expect(one.page.locator('html[data-version="next"]')).toBeAttached();
  expect(loads.one).toBe(1);
  await expect(one.results.getByRole('listitem')).toHaveCount(1);

  // The other tab is still the old version, with everything that version may yet load, also without a network.
  await expect(update(two)).toBeVisible();
  expect(loads.two).toBe(0);
  await context.setOffline(true);
  const old = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  const gone = old.filter((name) => !readdirSync(join(next, 'assets')).includes(name));
  expect(gone.length).toBeGreaterThan(0);
  const states = await two.page.evaluate(
    (names) => Promise.all(names.map(async (name) => (await fetch(`assets/${name}`)).status)),
    old,
  );
  expect(new Set(states)).toEqual(new Set([200]));
  await two.generate({ prompt: 'a blue ball', seed: 8, steps: 4 });
  await context.setOffline(false);

  await update(two).click();
  await expect(two.page.locator('html[data-version="next"]')).toBeAttached();
  await settled(two);
  const paths = (await cachedPaths(two.page)).filter((path) => gone.some((name) => path.endsWith(name)));
  expect(paths).toEqual([]);
});
