import { App } from './support/app';
import { button } from './support/editor';
import { expect, test } from './support/test';

// The pages' own requests: a service worker would have everything already.
test.use({ serviceWorkers: 'block' });

test('a part of the app that does not arrive is said to be missing, waited for and shown', async ({ page }) => {
  let cut: RegExp | null = /assets\/table-/;
  await page.route(/assets\/.*\.js/, (route) => (cut?.test(route.request().url()) ? route.abort() : route.continue()));
  const app = new App(page);
  await page.goto('/');
  const alert = page.getByRole('alert').filter({ hasText: 'A part of Outpane has not arrived.' });
  await expect(alert).toBeVisible();
  await expect(app.canvas).toHaveCount(0);
  cut = null;
  await expect(app.canvas).toBeVisible();
  await expect(alert).toHaveCount(0);

  cut = /assets\/CommandPalette-/;
  await page.keyboard.press('Control+k');
  await expect(alert).toBeVisible();
  await app.prompt.fill('a red apple');
  cut = null;
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  await expect(alert).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(app.prompt).toHaveValue('a red apple');
});

test('a screen that can’t be drawn leaves words and a way on, not an empty page', async ({ page }) => {
  const gallery = /assets\/Gallery-.*\.js/;
  await page.route(gallery, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: 'export const nothing = 0;' }),
  );
  await page.goto('/#/gallery');
  await expect(page.getByRole('heading', { name: 'Outpane could not show this.' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What went wrong' })).toHaveValue(/TypeError/);
  await page.unroute(gallery);
  await button(page, 'Reload the page').click();
  await expect(page.getByRole('region', { name: 'Gallery' })).toBeVisible();
});
