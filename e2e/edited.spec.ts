import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { readPicture } from '../src/metadata/picture';
import { pngWithTexts } from '../src/metadata/testing/pictures';
import { App } from './support/app';
import { button, exported } from './support/editor';
import { dropPng } from './support/files';
import { Gallery } from './support/gallery';
import { expect, test } from './support/test';

async function expandRight(app: App): Promise<void> {
  const edge = button(app.page, 'Expand right');
  for (let i = 0; i < 4; i++) await edge.press('ArrowRight');
  await edge.press('Enter');
  await expect(app.cancelButton).toBeVisible();
  await expect(app.cancelButton).toBeHidden();
  await button(app.page, 'Accept').click();
}

/** What the exported file says, with A1111's text as it stands in a PNG. */
async function exportedInfo(page: Page, type = 'PNG') {
  const { path } = await exported(page, async () => {
    await page.getByRole('radio', { name: type }).check({ force: true });
  });
  const bytes = readFileSync(path);
  const info = readPicture(new Uint8Array(bytes));
  if (!info.ok) throw new Error(info.reason);
  return { path, text: bytes.toString('latin1'), ...info.value };
}

test('an edited picture says what it is, is kept in Results, and comes back beside the first', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.generate({ prompt: 'a red apple', seed: 7, steps: 2 });
  const results = app.results.getByRole('listitem');
  await expect(results).toHaveCount(1);
  await expandRight(app);
  await expect(results).toHaveCount(2);
  for (const type of ['PNG', 'JPEG', 'WebP']) {
    const { settings, digitalSourceType } = await exportedInfo(page, type);
    expect(settings).toMatchObject({ request: { mode: 'outpaint', prompt: 'a red apple' } });
    expect(digitalSourceType).toBe('compositeWithTrainedAlgorithmicMedia');
  }
  const first = await exportedInfo(page);
  expect(first.text).toContain('Size: 384x256');

  await expandRight(app);
  await expect(page.getByRole('img', { name: 'a red apple, 512 by 256 pixels' })).toBeVisible();
  await expect(results).toHaveCount(2);
  await button(page, 'Keep in Results').click();
  await expect(page.getByText('Kept in Results.')).toBeVisible();
  await expect(results).toHaveCount(2);
  await button(page, 'Undo').click();
  await button(page, 'Undo').click();
  await button(page, 'Undo').click();
  await button(page, 'Undo').click();
  await expect(results).toHaveCount(2);
  expect((await exportedInfo(page)).settings?.request?.mode).toBe('textToImage');

  await page.getByRole('link', { name: 'Gallery' }).click();
  const gallery = new Gallery(page);
  await gallery.grid.getByRole('gridcell', { name: /^a red apple, seed 7, expanded$/ }).click();
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('512 × 256');
  await gallery.import(first.path);
  await expect(page.getByText('1 picture added.')).toBeVisible();
  await gallery.import(first.path);
  await expect(page.getByText('0 pictures added; 1 picture here already.')).toBeVisible();
  await gallery.shows(3);
  await gallery.command('Use settings').click();
  await expect(page.getByText(/Made by changing another picture/)).toBeVisible();

  await dropPng(page, readFileSync(first.path));
  const card = page.getByRole('dialog', { name: 'Settings in this picture' });
  await expect(card).toContainText('384 × 256');
});

test('a picture of another tool keeps its settings until it is edited', async ({ page }) => {
  const graph = JSON.stringify({
    3: {
      class_type: 'KSampler',
      inputs: { seed: 11, steps: 20, cfg: 8, sampler_name: 'euler', positive: ['6', 0], latent_image: ['5', 0] },
    },
    5: { class_type: 'EmptyLatentImage', inputs: { width: 1024, height: 1536 } },
    6: { class_type: 'CLIPTextEncode', inputs: { text: 'a lake' } },
  });
  const app = new App(page);
  await app.open();
  await dropPng(page, pngWithTexts({ prompt: graph }));
  const card = page.getByRole('dialog', { name: 'Settings in this picture' });
  await expect(card).toContainText('Size 1024 × 1536 is not possible here; it becomes 352 × 512.');
  await card.getByRole('button', { name: 'Open picture' }).click();
  await expect(page.getByRole('img', { name: 'a lake, 16 by 8 pixels' })).toBeVisible();
  const { settings } = await exportedInfo(page);
  expect(settings).toMatchObject({ source: 'a1111', prompt: 'a lake', seed: 11, steps: 20, request: null });
  await app.prompt.fill('a forest');
  await expandRight(app);
  const edited = await exportedInfo(page);
  expect(edited.settings).toMatchObject({ source: 'outpane', request: { mode: 'outpaint' } });
});
