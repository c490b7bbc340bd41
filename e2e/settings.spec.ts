import type { Page } from '@playwright/test';
import { App } from './support/app';
import { chooseFiles, downloaded } from './support/files';
import { Gallery } from './support/gallery';
import { permit } from './support/permit';
import { expect, test } from './support/test';

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Settings(?! panel)/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function choose(page: Page, name: string, option: string) {
  await page.getByRole('combobox', { name, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('theme and motion hold, after a reload and in the other tab', async ({ page, context }) => {
  const app = new App(page);
  await app.open();
  const other = await context.newPage();
  await other.goto('/');
  const dialog = await openSettings(page);
  await choose(page, 'Theme', 'Dark');
  await dialog.getByRole('switch', { name: 'Reduced motion' }).click();
  for (const one of [page, other]) {
    await expect(one.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(one.locator('html')).toHaveAttribute('data-motion', 'reduced');
  }
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a preset brings settings back under their name', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.set({ prompt: 'a cat', steps: 20, width: 384 });
  const dialog = await openSettings(page);
  await dialog.getByRole('textbox', { name: 'Name of the preset' }).fill('Wide and fine');
  await dialog.getByRole('button', { name: 'Save present settings' }).click();
  await expect(dialog.getByRole('list', { name: 'Presets' })).toContainText('384 × 256, 20 steps');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await app.set({ prompt: 'a dog', steps: 5, width: 256 });
  await page.reload();
  await choose(page, 'Preset', 'Wide and fine');
  await expect(app.number('Steps')).toHaveValue('20');
  await expect(app.number('Width')).toHaveValue('384');
  await expect(app.prompt).toHaveValue('a dog');
});

test('a style of one’s own goes around the prompt, and the picture tells the whole of it', async ({ page }) => {
  const app = new App(page);
  await app.open();
  const dialog = await openSettings(page);
  await dialog.getByRole('button', { name: 'New style' }).click();
  await dialog.getByRole('textbox', { name: 'Name of the style' }).fill('Mine');
  await dialog.getByRole('textbox', { name: 'Words of the style' }).fill('glossy 3d {prompt} on a yellow background');
  await expect(dialog).toContainText('Makes “a glossy 3d red apple on a yellow background”.');
  await dialog.getByRole('button', { name: 'Save style' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await choose(page, 'Style', 'Mine');
  await app.generate({ prompt: 'an apple', seed: 1, steps: 2 });
  await expect(app.prompt).toHaveValue('an apple');
  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect(new Gallery(page).cells.first()).toHaveAccessibleName(
    'a glossy 3d apple on a yellow background, seed 1',
  );
});

test('the settings say whether the browser may clear the data, and ask it not to', async ({ page }) => {
  await new App(page).open();
  await permit(page, 'persistent-storage', 'denied');
  const dialog = await openSettings(page);
  await expect(dialog.getByText('the browser may clear it')).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog.getByText('a backup helps always')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await openSettings(page);
  await permit(page, 'persistent-storage', 'granted');
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(dialog.getByText('The browser keeps it until you delete it.')).toBeVisible();
  await page.reload();
  await openSettings(page);
  await expect(dialog.getByText('The browser keeps it until you delete it.')).toBeVisible();
});

test('a backup brings back what “Delete all data” has taken; without it, it is a first visit again', async ({
  page,
  context,
}) => {
  const gallery = await Gallery.withPictures(page, 12);
  const second = await context.newPage();
  await second.goto('/#/gallery');
  await new Gallery(second).shows(12);
  await page.goto('/');
  const app = new App(page);
  await app.prompt.fill('kept words');
  let dialog = await openSettings(page);
  await choose(page, 'Theme', 'Dark');
  await dialog.getByRole('textbox', { name: 'Name of the preset' }).fill('Mine');
  await dialog.getByRole('button', { name: 'Save present settings' }).click();
  const press = () => dialog.getByRole('button', { name: 'Back up everything' }).click();
  const { path: backup } = await downloaded(page, press);

  await dialog.getByRole('button', { name: 'Delete all data' }).click();
  const sure = page.getByRole('alertdialog', { name: 'Delete all data?' });
  await expect(sure.getByRole('button', { name: 'Delete everything' })).toBeDisabled();
  await sure.getByRole('textbox').fill('delete');
  await sure.getByRole('button', { name: 'Delete everything' }).click();
  await expect(sure).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Examples' })).toBeVisible();
  await expect(app.prompt).toHaveValue('');
  await expect(app.results.getByRole('listitem')).toHaveCount(0);
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await new Gallery(second).shows(0);
  await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();

  dialog = await openSettings(page);
  await chooseFiles(page, () => dialog.getByRole('button', { name: 'Restore a backup' }).click(), backup);
  await expect(page.getByText('12 pictures added')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(dialog.getByRole('list', { name: 'Presets' })).toContainText('Mine');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(app.prompt).toHaveValue('kept words');
  await page.getByRole('link', { name: 'Gallery' }).click();
  await gallery.shows(12);
});
