import { App } from './support/app';
import { expect, test } from './support/test';

test('a browser that can not draw is told so, instead of an empty page', async ({ page }) => {
  await page.addInitScript('delete globalThis.OffscreenCanvas');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: "Outpane can't run in this browser." })).toBeVisible();
  await expect(page.getByText('It lacks OffscreenCanvas')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reload the page' })).toBeVisible();
});

test('what throws while the app loads is said', async ({ page }) => {
  // As on a browser that lacks something nobody has thought of.
  await page.addInitScript('delete globalThis.AbortController; delete globalThis.EventTarget; delete globalThis.Map');
  page.context().removeAllListeners('weberror');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Outpane could not start.' })).toBeVisible();
  await expect(page.getByText('Map is not defined').first()).toBeVisible();
});

test.describe('over plain http, under a name of the own network', () => {
  test.use({ baseURL: 'http://outpane.example' });

  test('the app starts and generates', async ({ page, context }, { project }) => {
    const server = project.use.baseURL ?? '';
    await context.route('http://outpane.example/**', async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: server + pathname + search }) });
    });
    const app = new App(page);
    await app.open();
    expect(await page.evaluate('isSecureContext')).toBe(false);
    await app.generate({ prompt: 'a red apple', steps: 1 });
    await expect(app.results.getByRole('listitem')).toHaveCount(1);
    await page.reload();
    await expect(app.results.getByRole('listitem')).toHaveCount(1);
  });
});
