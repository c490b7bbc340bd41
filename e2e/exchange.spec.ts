import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { jpegWithExif, lossyWebp, piexifComment, pngWithTexts, tiff, tinyPng } from '../src/metadata/testing/pictures';
import { App } from './support/app';
import { downloaded, dropPng } from './support/files';
import { Gallery } from './support/gallery';
import { expect, test } from './support/test';

const pathOf = async (page: Page, start: () => Promise<void>) => (await downloaded(page, start)).path;

test('a zip carries every picture with its settings, and brings them back', async ({ page }) => {
  const gallery = await Gallery.withPictures(page, 30);
  const path = await pathOf(page, () => gallery.all('Export all shown'));
  const files = Object.entries(unzipSync(new Uint8Array(readFileSync(path))));
  const pngs = files.filter(([name]) => name.endsWith('.png')).map(([, bytes]) => bytes);
  expect(pngs).toHaveLength(30);
  const text = pngs
    .slice(0, 1)
    .map((bytes) => strFromU8(bytes, true))
    .join('');
  expect(text).toContain('tEXtparameters\0');
  expect(text).toMatch(/Steps: 12, Sampler: Euler, CFG scale: 3, Seed: \d+, Size: 256x256/);
  expect(text).toContain('iTXtoutpane\0');

  await gallery.cells.first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await gallery.shows(0);
  await gallery.import(path);
  await gallery.shows(30);
  await expect(gallery.cells.first()).toHaveAccessibleName(/seed 29/);
  await gallery.import(path);
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
    'broken.zip': Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0),
    'zipped.zip': zipSync({ 'b/plain.png': tinyPng(), '__MACOSX/b/._plain.png': Uint8Array.of(0) }),
  };
  const payload = Object.entries(files).map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }));
  const app = new App(page);
  await page.goto('/#/gallery');
  const gallery = new Gallery(page);
  await gallery.import(payload);
  await expect(
    page.getByText('4 pictures added, 2 of them without settings; could not be read: broken.png, broken.zip.'),
  ).toBeVisible();
  await gallery.shows(4);
  await gallery.import(payload);
  await expect(page.getByText('0 pictures added; 4 pictures here already')).toBeVisible();

  const cell = (name: string | RegExp) => gallery.grid.getByRole('gridcell', { name });
  const details = page.getByRole('complementary', { name: 'Details' });
  const looksRight = async () => {
    await cell('plain.png, imported').click();
    await expect(details).toContainText('None in the file');
    await expect(gallery.command('Use settings')).toHaveCount(0);
    await cell('scenery, seed 11, imported').click();
    await expect(details).toContainText('Written by ComfyUI');
    const file = await pathOf(page, () => gallery.command('Download').click());
    expect(readFileSync(file)).toEqual(Buffer.from(comfy));
    await cell(/^a fox, 水彩 <img .*seed 7, imported$/).click();
    await expect(details).toContainText('Steps 80 is not possible here; it becomes 50.');
    await expect(details.locator('[onerror]')).toHaveCount(0);
    await expect(page).toHaveTitle('Gallery · Outpane');
  };
  await looksRight();
  const fox = await pathOf(page, () => gallery.command('Download').click());
  expect(readFileSync(fox).toString()).toMatch(/parameters\0.*a fox, 水彩/s);

  await page.keyboard.press('Control+a');
  const zip = await pathOf(page, () => gallery.all('Export all shown'));
  await cell(/^a fox/).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await gallery.shows(0);
  await gallery.import(zip);
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
  const withSettings = await pathOf(page, () => gallery.command('Download').click());
  expect(readFileSync(withSettings, 'latin1')).toContain('tEXtparameters\0');
  const bare = await pathOf(page, async () => {
    await gallery.command('More').click();
    await page.getByRole('menuitem', { name: 'Export without metadata' }).click();
  });
  expect(readFileSync(bare, 'latin1')).not.toMatch(/parameters|outpane|[iz]?tEXt|iTXt|zTXt|eXIf/);

  await page.getByRole('link', { name: 'Canvas' }).click();
  await dropPng(page, readFileSync(withSettings));
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
