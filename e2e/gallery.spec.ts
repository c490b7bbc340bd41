import AxeBuilder from '@axe-core/playwright';
import { App } from './support/app';
import { Gallery } from './support/gallery';
import { expect, test } from './support/test';

const APPLE = { prompt: 'a red apple', seed: 7, steps: 4 };

test('a picture that was made is in the gallery, can be worked on again, and comes back after it was deleted', async ({
  page,
}) => {
  const app = new App(page);
  await app.open();
  await app.generate(APPLE);
  await app.set({ prompt: 'something else', seed: 1 });
  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect(page).toHaveURL(/#\/gallery$/);
  const gallery = new Gallery(page);
  await gallery.shows(1);
  await gallery.cells.first().click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('a red apple');
  await expect(details.getByRole('definition').filter({ hasText: /^7$/ })).toBeVisible();

  await gallery.command('Use settings').click();
  await expect(app.prompt).toHaveValue('a red apple');
  await expect(app.number('Seed')).toHaveValue('7');

  await page.getByRole('link', { name: 'Gallery' }).click();
  await gallery.cells.first().click();
  await gallery.command('Open in editor').click();
  await expect(app.canvas).toBeVisible();
  await expect(app.results.getByRole('listitem')).toHaveCount(1);

  await page.goBack();
  await gallery.cells.first().click();
  await gallery.command('Delete').click();
  await gallery.shows(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await gallery.shows(1);
});

test('search and filters find pictures among many, and only the rows near the visible ones are on the page', async ({
  page,
}) => {
  const gallery = await Gallery.withPictures(page, 1000);
  expect(await gallery.cells.count()).toBeLessThan(200);
  await gallery.search.fill('SNOWMAN cake');
  await expect(gallery.region.getByRole('status').filter({ hasText: /^\d+ pictures shown/ })).toBeAttached();
  for (const name of await gallery.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel ?? ''))) {
    expect(name).toMatch(/snowman/);
    expect(name).toMatch(/cake/);
  }
  await gallery.search.fill('no such words');
  await gallery.shows(0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await gallery.shows(1000);

  await page.getByRole('button', { name: 'Favourites only' }).click();
  await gallery.shows(112);
  await gallery.choose('Model', 'another');
  await gallery.shows(11);
  await page.getByRole('button', { name: 'Favourites only' }).click();
  await gallery.shows(91);
  await gallery.choose('Model', 'All models');
  await gallery.choose('Date', 'Last 7 days');
  await expect(gallery.region.getByRole('status').filter({ hasText: /^1[4-6]\d pictures shown/ })).toBeAttached();
});

test('pictures are chosen with the mouse and with the keyboard alone', async ({ page }) => {
  const gallery = await Gallery.withPictures(page, 300);
  await gallery.cells.nth(2).click();
  await expect(gallery.chosen).toHaveCount(1);
  await gallery.cells.nth(5).click({ modifiers: ['Shift'] });
  await expect(gallery.chosen).toHaveCount(4);
  await gallery.cells.nth(3).click({ modifiers: ['Control'] });
  await expect(gallery.chosen).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(gallery.chosen).toHaveCount(0);

  await gallery.search.focus();
  // Over the clear button's place, the filters and the menu into the grid.
  for (let i = 0; i < 12 && !(await gallery.grid.evaluate((grid) => grid.contains(document.activeElement))); i++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Home');
  await expect(gallery.cells.first()).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(gallery.chosen.first()).toBeVisible();
  expect(await gallery.chosen.count()).toBeGreaterThan(3);
  await page.keyboard.press('End');
  await expect(gallery.chosen).toHaveCount(1);
  await expect(gallery.chosen).toBeFocused();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('heading', { name: '300 pictures chosen' })).toBeVisible();
  await page.keyboard.press('Home');
  await page.keyboard.press('f');
  await expect(gallery.cells.first()).toHaveAccessibleName(/favourite$/);
  // With a rim of another colour, so that it is seen on white pictures, too.
  const heart = gallery.cells.first().locator('svg').last();
  expect(await heart.evaluate((svg) => getComputedStyle(svg).stroke !== getComputedStyle(svg).fill)).toBe(true);
  await page.keyboard.press('Delete');
  await gallery.shows(299);
  await expect(gallery.cells.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Picture' })).toContainText('1 of 299');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'Picture' })).toContainText('2 of 299');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('two pictures are compared with a divider that the keyboard moves', async ({ page }) => {
  const gallery = await Gallery.withPictures(page, 20);
  await gallery.cells.nth(0).click();
  await gallery.cells.nth(1).click({ modifiers: ['Control'] });
  await gallery.command('Compare').click();
  const divider = page.getByRole('slider', { name: 'Divider' });
  await expect(divider).toHaveValue('50');
  await divider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(divider).toHaveValue('52');
  await page.keyboard.press('Home');
  await expect(divider).toHaveValue('0');
});

test('what one tab makes, loves and deletes, the other tab shows', async ({ page, context }) => {
  const here = await Gallery.withPictures(page, 5);
  const other = await context.newPage();
  await other.goto('/#/gallery');
  const there = new Gallery(other);
  await there.shows(5);
  await here.cells.first().click();
  await here.command('Favourite').click();
  await expect(there.cells.first()).toHaveAccessibleName(/favourite$/);
  await here.cells.nth(2).click({ modifiers: ['Shift'] });
  await here.command('Delete').click();
  await there.shows(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await there.shows(5);

  await page.getByRole('link', { name: 'Canvas' }).click();
  const app = new App(page);
  await app.generate({ prompt: 'a red apple', seed: 7, steps: 2 });
  await there.shows(6);
  await expect(there.cells.first()).toHaveAccessibleName(/a red apple, seed 7/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no accessibility violations, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const gallery = await Gallery.withPictures(page, 40);
    const violations = async () => (await new AxeBuilder({ page }).analyze()).violations;
    for (const width of [1440, 820, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await violations()).toEqual([]);
      await expect(page.getByText(/40 pictures.*on this device/s).last()).toBeVisible();
      await gallery.cells.first().click();
      await expect(gallery.command('Open in editor')).toBeVisible();
      expect(await violations()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.keyboard.press('Escape');
    }
    await gallery.cells.first().dblclick();
    await expect(page.getByRole('dialog', { name: 'Picture' }).getByRole('img')).toBeVisible();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await gallery.cells.nth(0).click();
    await gallery.cells.nth(1).click({ modifiers: ['Control'] });
    await gallery.command('Compare').click();
    await expect(page.getByRole('slider', { name: 'Divider' })).toBeAttached();
    expect(await violations()).toEqual([]);
  });
}
