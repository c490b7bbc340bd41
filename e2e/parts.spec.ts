import type { Browser, Page } from '@playwright/test';
import { App } from './support/app';
import { violations } from './support/axe';
import { button } from './support/editor';
import { expect, test } from './support/test';

// The pages' own requests: a service worker would have everything already.
test.use({ serviceWorkers: 'block' });

/** Older ones ask for a module once only. */
const asksAgain = (browser: Browser) => Number.parseInt(browser.version()) >= 156;

const missing = (page: Page) => page.getByRole('alert').filter({ hasText: 'A part of Outpane has not arrived.' });

test('a part of the app that does not arrive is said to be missing, waited for and shown', async ({
  page,
  browser,
}) => {
  test.skip(!asksAgain(browser), 'what did not come needs a reload');
  let cut: RegExp | null = /assets\/table-/;
  await page.route(/assets\/.*\.js/, (route) => (cut?.test(route.request().url()) ? route.abort() : route.continue()));
  const app = new App(page);
  await page.goto('/');
  await expect(missing(page)).toBeVisible();
  await expect(app.canvas).toHaveCount(0);
  cut = null;
  await expect(app.canvas).toBeVisible();
  await expect(missing(page)).toHaveCount(0);

  cut = /assets\/CommandPalette-/;
  await page.keyboard.press('Control+k');
  await expect(missing(page)).toBeVisible();
  await app.prompt.fill('a red apple');
  cut = null;
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await expect(missing(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(app.prompt).toHaveValue('a red apple');
});

test('a picture that is made before the table has arrived lies on it when it does', async ({ page, browser }) => {
  test.skip(!asksAgain(browser), 'what did not come needs a reload');
  let cut = true;
  await page.route(/assets\/table-.*\.js/, (route) => (cut ? route.abort() : route.continue()));
  const app = new App(page);
  await page.goto('/');
  await button(page, 'a red apple').click();
  await app.waitUntilDone();
  await expect(app.canvas).toHaveCount(0);
  cut = false;
  await expect(page.getByRole('img', { name: /^a red apple, 256 by 256 pixels/ })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Examples' })).toHaveCount(0);
});

test('a screen that does not arrive is there after a reload', async ({ page }) => {
  let visits = 0;
  page.on('request', (request) => void (request.isNavigationRequest() && visits++));
  await page.route(/assets\/Gallery-.*\.js/, (route) => (visits === 1 ? route.abort() : route.continue()));
  await page.goto('/#/gallery');
  await expect(missing(page)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await button(page, 'Reload the page').click();
  await expect(page.getByRole('region', { name: 'Gallery' })).toBeVisible();
  await expect(missing(page)).toHaveCount(0);
});

test('a screen that can’t be drawn leaves words and a way on, not an empty page', async ({ page }) => {
  const gallery = /assets\/Gallery-.*\.js/;
  await page.route(gallery, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'export const nothing = 0;' }),
  );
  await page.goto('/#/gallery');
  await expect(page.getByRole('heading', { name: 'Outpane could not show this.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What went wrong' })).toHaveValue(/TypeError/);
  expect(await violations(page)).toEqual([]);
  await page.unroute(gallery);
  await button(page, 'Reload the page').click();
  await expect(page.getByRole('region', { name: 'Gallery' })).toBeVisible();
});
