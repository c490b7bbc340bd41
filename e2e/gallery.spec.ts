import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { jpegWithExif, lossyWebp, piexifComment, pngWithTexts, tiff, tinyPng } from '../src/metadata/testing/pictures';
import { App } from './support/app';
import { Gallery } from './support/gallery';
import { expect, test } from './support/test';

const APPLE = { prompt: 'a red apple', seed: 7, steps: 4 };

async function download(page: Page, start: () => Promise<void>): Promise<string> {
  const waiting = page.waitForEvent('download');
  await start();
  return (await waiting).path();
}

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

test('a zip carries every picture with its settings, and brings them back', async ({ page }) => {
  const gallery = await Gallery.withPictures(page, 30);
  const path = await download(page, () => gallery.all('Export all shown'));
  const files = unzipSync(new Uint8Array(readFileSync(path)));
  const names = Object.keys(files).filter((name) => name.endsWith('.png'));
  expect(names).toHaveLength(30);
  const text = strFromU8(files[names[0]], true);
  expect(text).toContain('tEXtparameters\0');
  expect(text).toMatch(/Steps: 12, Sampler: Euler, CFG scale: 3, Seed: \d+, Size: 256x256/);
  expect(text).toContain('iTXtoutpane\0');

  await gallery.cells.first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await gallery.shows(0);
  await page.getByLabel('Pictures or zip files').setInputFiles(path);
  await gallery.shows(30);
  await expect(gallery.cells.first()).toHaveAccessibleName(/seed 29/);
  await page.getByLabel('Pictures or zip files').setInputFiles(path);
  await expect(page.getByText('30 pictures here already')).toBeVisible();
  await gallery.shows(30);
});

test('pictures of other tools, and such without settings, are taken in as what they are and come back from a zip', async ({
  page,
}) => {
  const html = 'a fox, 水彩 <img src=x onerror="document.title=\'run\'">';
  const a1111 = `${html}\nSteps: 80, Sampler: DPM++ 2M Karras, CFG scale: 6, Seed: 7, Size: 640x512, Model: v1-5`;
  const graph = JSON.stringify({
    3: { class_type: 'KSampler', inputs: { seed: 11, steps: 20, cfg: 8, sampler_name: 'euler', positive: ['6', 0] } },
    6: { class_type: 'CLIPTextEncode', inputs: { text: 'scenery' } },
  });
  const comfy = pngWithTexts({ prompt: graph });
  const files = {
    'fox.jpg': jpegWithExif(tiff([], [[0x9286, 7, piexifComment(a1111)]])),
    'comfy.png': comfy,
    'IMG_1.webp': lossyWebp(),
    'broken.png': comfy.subarray(0, 60),
    'zipped.zip': zipSync({ 'b/plain.png': tinyPng(), '__MACOSX/b/._plain.png': Uint8Array.of(0) }),
  };
  const payload = Object.entries(files).map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }));
  const app = new App(page);
  await page.goto('/#/gallery');
  const gallery = new Gallery(page);
  const chooser = page.getByLabel('Pictures or zip files');
  await chooser.setInputFiles(payload);
  await expect(
    page.getByText('4 pictures added, 2 of them without settings; could not be read: broken.png.'),
  ).toBeVisible();
  await gallery.shows(4);
  await chooser.setInputFiles(payload);
  await expect(page.getByText('0 pictures added; 4 pictures here already')).toBeVisible();

  const cell = (name: string | RegExp) => gallery.grid.getByRole('gridcell', { name });
  const details = page.getByRole('complementary', { name: 'Details' });
  const looksRight = async () => {
    await cell('plain.png, imported').click();
    await expect(details).toContainText('None in the file');
    await expect(gallery.command('Use settings')).toHaveCount(0);
    await cell('scenery, seed 11, imported').click();
    await expect(details).toContainText('Written by ComfyUI');
    const file = await download(page, () => gallery.command('Download').click());
    expect(readFileSync(file)).toEqual(Buffer.from(comfy));
    await cell(/^a fox, 水彩 <img .*seed 7, imported$/).click();
    await expect(details).toContainText('Steps 80 is not possible here; it becomes 50.');
    await expect(details.locator('[onerror]')).toHaveCount(0);
    await expect(page).toHaveTitle('Gallery · Outpane');
  };
  await looksRight();
  const fox = await download(page, () => gallery.command('Download').click());
  expect(readFileSync(fox).toString()).toMatch(/parameters\0.*a fox, 水彩/s);

  await page.keyboard.press('Control+a');
  const zip = await download(page, () => gallery.all('Export all shown'));
  await cell(/^a fox/).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await gallery.shows(0);
  await chooser.setInputFiles(zip);
  await gallery.shows(4);
  await looksRight();

  await page.keyboard.press('Control+k');
  const commands = page.getByRole('dialog', { name: 'Commands' });
  await expect(commands.getByRole('option', { name: /^Settings/ })).toBeVisible();
  await expect(commands.getByRole('option', { name: /^(Generate|New seed|Zoom)/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await gallery.command('Use settings').click();
  const card = page.getByRole('dialog', { name: 'Settings in this picture' });
  await expect(card).toContainText('The sampler DPM++ 2M Karras is not here');
  await card.getByRole('button', { name: 'Use settings' }).click();
  await expect(app.prompt).toHaveValue(html);
  await expect(app.number('Seed')).toHaveValue('7');
  await expect(app.cancelButton).toHaveCount(0);
});

test('one PNG, with and without its settings; what comes in with settings is shown first', async ({ page }) => {
  const gallery = await Gallery.withPictures(page, 3);
  await gallery.cells.first().click();
  const withSettings = await download(page, () => gallery.command('Download').click());
  expect(readFileSync(withSettings, 'latin1')).toContain('tEXtparameters\0');
  const bare = await download(page, async () => {
    await gallery.command('More').click();
    await page.getByRole('menuitem', { name: 'Export without metadata' }).click();
  });
  expect(readFileSync(bare, 'latin1')).not.toMatch(/parameters|outpane|[iz]?tEXt|iTXt|zTXt|eXIf/);

  await page.getByRole('link', { name: 'Canvas' }).click();
  const bytes = [...readFileSync(withSettings)];
  await page.evaluate((data) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(data)], 'dropped.png', { type: 'image/png' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, bytes);
  const card = page.getByRole('dialog', { name: 'Settings in this picture' });
  await expect(card).toContainText('Flow Euler');
  const app = new App(page);
  await expect(app.cancelButton).toHaveCount(0);
  await card.getByRole('button', { name: 'Use settings' }).click();
  await expect(app.number('Seed')).toHaveValue('2');
  await expect(app.cancelButton).toHaveCount(0);
});

test('a link with settings is shown and does nothing by itself', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const gallery = await Gallery.withPictures(page, 3);
  await gallery.cells.first().click();
  await gallery.command('More').click();
  await page.getByRole('menuitem', { name: 'Copy link to settings' }).click();
  await expect(page.getByText('Link to these settings copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto(link);
  const card = other.getByRole('dialog', { name: 'Settings from a link' });
  await expect(card).toBeVisible();
  await expect(other).not.toHaveURL(/#s=/);
  const app = new App(other);
  await card.getByRole('button', { name: 'Close' }).click();
  await expect(card).toHaveCount(0);
  await expect(app.prompt).toHaveValue('');
  await other.goto(`${link.slice(0, -9)}`);
  await expect(other.getByText(/The link is damaged|The settings are/)).toBeVisible();
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
