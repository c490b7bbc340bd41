import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { App } from './support/app';
import { button, exportedPixels } from './support/editor';
import { chooseFiles, downloaded } from './support/files';
import { Gallery } from './support/gallery';
import { readPng, type Pixels } from './support/pictures';
import { expect, test } from './support/test';

/** What the canvas says that lies on it. */
const picture = (page: Page, width: number, height: number) =>
  page.getByRole('img', { name: `Picture, ${width} by ${height} pixels` });

const sample = (name: string, mimeType: string) => ({
  name,
  mimeType,
  buffer: readFileSync(new URL(`support/samples/${name}`, import.meta.url)),
});

const openFile = (page: Page, file: Parameters<typeof chooseFiles>[2]) =>
  chooseFiles(page, () => button(page, 'Open picture').click(), file);

const first = ({ data }: Pixels) => [...data.subarray(0, 3)];

/** How many of a picture's pixels differ. */
function differing(a: Pixels, b: Pixels): number {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    if ([0, 1, 2, 3].some((c) => a.data[i + c] !== b.data[i + c])) count++;
  }
  return count;
}

/** Every alpha from 0 to 255 under all kinds of colours. */
function ramp(): PNG {
  const png = new PNG({ width: 300, height: 256 });
  for (let i = 0; i < 300 * 256; i++) {
    const [x, y] = [i % 300, Math.floor(i / 300)];
    png.data.set([(x * 37 + y) & 255, (y * 91) & 255, (x * x) & 255, y], 4 * i);
  }
  return png;
}

test('half-transparent pixels go through the editor and the gallery byte for byte', async ({ page }) => {
  const app = new App(page);
  await app.open();
  const source = ramp();
  const file = { name: 'ramp.png', mimeType: 'image/png', buffer: PNG.sync.write(source) };
  await openFile(page, file);
  await expect(picture(page, 300, 256)).toBeVisible();
  expect(differing(await exportedPixels(page), source)).toBe(0);

  await openFile(page, sample('ramp.webp', 'image/webp'));
  await expect(picture(page, 32, 16)).toBeVisible();
  const webp = new PNG({ width: 32, height: 16 });
  for (let i = 0; i < 32 * 16; i++) {
    const [x, y] = [i % 32, i >> 5];
    webp.data.set(
      [(x * 37 + y * 11) & 255, (x * 5 + y * 91) & 255, (x * x + y * 3) & 255, (x * 8 + y * 5) & 255],
      4 * i,
    );
  }
  expect(differing(await exportedPixels(page), webp)).toBe(0);

  await page.goto('/#/gallery');
  const gallery = new Gallery(page);
  await gallery.import([file, sample('ramp.webp', 'image/webp')]);
  await gallery.shows(2);
  for (let i = 0; i < 2; i++) {
    await gallery.cells.nth(i).click();
    const { path } = await downloaded(page, () => gallery.command('Download').click());
    const pixels = readPng(path);
    expect(differing(pixels, pixels.width === source.width ? source : webp)).toBe(0);
  }
});

test('a picture stands upright on the canvas, in the gallery and in the download, whatever the browser heeds', async ({
  page,
}) => {
  const app = new App(page);
  await app.open();
  const files = ['turned2.webp', 'turned5.webp', 'turned8.webp'].map((name) => sample(name, 'image/webp'));
  files.push(sample('turned6.png', 'image/png'));
  for (const file of files) {
    await openFile(page, file);
    await expect(picture(page, 96, 64)).toBeVisible();
    const pixels = await exportedPixels(page);
    expect([pixels.width, pixels.height]).toEqual([96, 64]);
    first(pixels).forEach((value, c) => expect(Math.abs(value - ([220, 40, 40][c] ?? 0))).toBeLessThan(8));
    await button(page, 'Undo').click();
  }

  await page.goto('/#/gallery');
  const gallery = new Gallery(page);
  await gallery.import(files);
  await gallery.shows(4);
  for (let i = 0; i < 4; i++) {
    await gallery.cells.nth(i).click();
    const { path } = await downloaded(page, () => gallery.command('Download').click());
    const pixels = readPng(path);
    expect([pixels.width, pixels.height]).toEqual([96, 64]);
    first(pixels).forEach((value, c) => expect(Math.abs(value - ([220, 40, 40][c] ?? 0))).toBeLessThan(8));
  }
});

test('a long narrow picture is kept as it is', async ({ page }) => {
  const app = new App(page);
  await app.open();
  const file = sample('narrow.png', 'image/png');
  await openFile(page, file);
  await expect(picture(page, 30_000, 20)).toBeVisible();
  await expect(page.getByText('The picture was scaled')).toHaveCount(0);
  expect(differing(await exportedPixels(page), PNG.sync.read(file.buffer))).toBe(0);
});
