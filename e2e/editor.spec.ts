import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { badge, button, exported, exportedPixels, openScene, placeOf, scene, stroke } from './support/editor';
import { crop, meanDifference, readPng, type Pixels } from './support/pictures';
import { expect, test } from './support/test';

/** Until all that was done is in storage. */
async function kept(page: Page): Promise<void> {
  await button(page, 'History').click();
  await expect(page.getByText('Kept on this device.')).toBeVisible();
  await page.keyboard.press('Escape');
}

test('a mask is painted, filled, discarded, undone and redone, and a reload in the middle loses nothing', async ({
  page,
}) => {
  const app = await openScene(page);
  const before = await exportedPixels(page);
  expect(meanDifference(before, readPixels(scene(256, 256)))).toBe(0);

  const place = await placeOf(page);
  await page.keyboard.press('b');
  // The page goes in the very task in which the stroke ends.
  const reloaded = page.waitForEvent('domcontentloaded');
  await page.evaluate(() => addEventListener('pointerup', () => setTimeout(() => location.reload())));
  await stroke(page, place, [
    [0.2, 0.2],
    [0.35, 0.25],
  ]);
  await reloaded;
  await expect(page.getByRole('group', { name: 'Mask' })).toBeVisible();
  await expect(app.generateButton).toHaveText('Fill');

  await app.setNumber('Steps', 4);
  await app.prompt.fill('a white cloud in a blue sky');
  await app.generateButton.click();
  const candidates = page.getByRole('region', { name: 'Candidates' });
  await expect(candidates).toBeVisible();
  const filled = await exportedPixels(page);
  expect(meanDifference(crop(filled, 0, 140, 256, 116), crop(before, 0, 140, 256, 116))).toBe(0);
  expect(meanDifference(filled, before)).toBeGreaterThan(0);

  await page.keyboard.press('Escape');
  await expect(candidates).toHaveCount(0);
  expect(await exportedPixels(page)).toEqual(before);
  await button(page, 'Undo').click();
  await expect(candidates).toBeVisible();
  await page.reload();
  await expect(candidates).toBeVisible();
  expect(await exportedPixels(page)).toEqual(filled);
  await button(page, 'Accept').click();
  await expect(candidates).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Mask' })).toHaveCount(0);
  await button(page, 'Undo').click();
  expect(await exportedPixels(page)).toEqual(before);
  await button(page, 'Redo').click();
  expect(await exportedPixels(page)).toEqual(filled);
});

test('masks are drawn by rectangle and lasso, inverted, and cleared; the history goes back to any step', async ({
  page,
}) => {
  await openScene(page);
  const place = await placeOf(page);
  const selection = async () => {
    const { path } = await exported(page, () => page.getByRole('radio', { name: 'Selection' }).check({ force: true }));
    const { width, height } = readPng(path);
    return [width, height] as const;
  };
  await page.keyboard.press('m');
  await stroke(page, place, [
    [0.25, 0.25],
    [0.5, 0.75],
  ]);
  const [width, height] = await selection();
  expect(Math.abs(width - 64)).toBeLessThan(3);
  expect(Math.abs(height - 128)).toBeLessThan(3);
  await page.keyboard.press('x');
  expect(await selection()).toEqual([256, 256]);
  await button(page, 'Undo').click();
  await page.keyboard.press('o');
  await stroke(page, place, [
    [0.7, 0.2],
    [0.9, 0.2],
    [0.9, 0.9],
    [0.7, 0.9],
  ]);
  const [wide] = await selection();
  expect(Math.abs(wide - 166)).toBeLessThan(4);
  await page.getByRole('button', { name: 'Clear mask' }).click();
  await expect(page.getByRole('group', { name: 'Mask' })).toHaveCount(0);

  await button(page, 'History').click();
  const steps = page.getByRole('list', { name: 'History' }).getByRole('button');
  await expect(steps).toHaveText([/Clear mask/, /Mask area/, /Mask area/, /Open picture/, /New picture/]);
  await steps.nth(2).click();
  await expect(page.getByRole('group', { name: 'Mask' })).toBeVisible();
  await steps.nth(4).click();
  await expect(button(page, 'Expand right')).toHaveCount(0);
});

test('a shape is chosen with the picture at its place, and an expansion survives a reload until it is put back', async ({
  page,
}) => {
  await openScene(page);
  await button(page, 'Expand to a shape').click();
  await page.getByRole('radio', { name: 'top left' }).check();
  await button(page, '16:9').click();
  await page.keyboard.press('Escape');
  await expect(badge(page)).toContainText('456 × 256 · 2 passes');
  await kept(page);
  await page.reload();
  await expect(badge(page)).toContainText('456 × 256');
  await button(page, 'Put back').click();
  await expect(badge(page)).toHaveCount(0);
});

test('the frame is moved by keys; only what is unknown in it is painted, over the edge and on its own', async ({
  page,
}) => {
  const app = await openScene(page);
  const before = await exportedPixels(page);
  await page.keyboard.press('g');
  await expect(badge(page)).toContainText('256 × 256');
  await app.setNumber('Steps', 4);
  await app.prompt.fill('green grass under a blue sky');
  await button(page, 'Frame').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await app.generateButton.click();
  const candidates = page.getByRole('region', { name: 'Candidates' });
  await expect(candidates).toBeVisible();
  await button(page, 'Accept').click();
  const after = await exportedPixels(page);
  expect(after.width).toBe(256 + 128);
  // The frame begins at 128, and its fade 16 pixels before.
  expect(meanDifference(crop(after, 0, 0, 100, 256), crop(before, 0, 0, 100, 256))).toBe(0);

  // On its own, off the picture: what lies between stays empty.
  await button(page, 'Frame').focus();
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
  await app.generateButton.click();
  await expect(candidates).toBeVisible();
  await button(page, 'Accept').click();
  const apart = await exportedPixels(page);
  expect([apart.width, apart.height]).toEqual([128 + 9 * 32 + 256, 256]);
  expect(crop(apart, 0, 0, 384, 256)).toEqual(crop(after, 0, 0, 384, 256));
  const alpha = (x: number) => apart.data[4 * (128 * apart.width + x) + 3];
  expect([alpha(383), alpha(400), alpha(430)]).toEqual([255, 0, 255]);
});

test('exports are what was asked for; commands are found by typing; every shortcut is listed', async ({ page }) => {
  await openScene(page, 300, 200);
  for (const [format, extension] of [
    ['JPEG', 'jpg'],
    ['WebP', 'webp'],
  ]) {
    const { name } = await exported(page, () => page.getByRole('radio', { name: format }).check({ force: true }));
    expect(name).toBe(`picture.${extension}`);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('brush mask');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Mask brush')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toContainText('Larger brush');
});

function readPixels(file: Buffer): Pixels {
  const { width, height, data } = PNG.sync.read(file);
  return { width, height, data };
}
