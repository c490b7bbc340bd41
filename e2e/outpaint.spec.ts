import type { Page } from '@playwright/test';
import { App } from './support/app';
import { downloaded } from './support/files';
import { crop, entropy, meanDifference, readPng, type Pixels } from './support/pictures';
import { expect, test } from './support/test';

const SCENE = { prompt: 'a tree on green grass under a blue sky', seed: 5, steps: 8, guidanceScale: 3 };
/** Pixels of the old picture beside the joint that the fade may touch. */
const FADE = 16;
/** Picture pixels on either side of the joint, and of its fade, that are compared. */
const BESIDE = 16;
/** Most that the colours beside the joint may differ on the mean, in 1/255: 1.7 is the most that was measured with the seed above. */
const JOINT = 4;
/** The same for any seed, a tree at the joint among them: 4.8 was measured. */
const ANY_JOINT = 12;

const handle = (page: Page, side: string) => page.getByRole('button', { name: `Expand ${side}`, exact: true });
const badge = (page: Page) => page.getByText(/^\d+ × \d+ · \d+ pass/);

async function centre(page: Page, side: string): Promise<{ x: number; y: number }> {
  const box = await handle(page, side).boundingBox();
  if (!box) throw new Error(`no handle ${side}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** CSS pixels a picture pixel is wide, for an artwork of that width. */
async function scaleOf(page: Page, width: number): Promise<number> {
  const left = await centre(page, 'left');
  const right = await centre(page, 'right');
  return (right.x - left.x - 22) / width;
}

async function dragEdge(page: Page, side: 'left' | 'right', pixels: number, width: number): Promise<void> {
  const scale = await scaleOf(page, width);
  const from = await centre(page, side);
  const to = from.x + (side === 'right' ? 1 : -1) * pixels * scale;
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to) / 2, from.y, { steps: 4 });
  await page.mouse.move(to, from.y, { steps: 4 });
  await page.mouse.up();
}

async function acceptNewest(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Candidates' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Candidates' })).toHaveCount(0);
}

/** Mean colour of each row over some columns. */
function rows(picture: Pixels, from: number, to: number): number[][] {
  return Array.from({ length: picture.height }, (_, y) =>
    [0, 1, 2].map((c) => {
      let sum = 0;
      for (let x = from; x < to; x++) sum += picture.data[(y * picture.width + x) * 4 + c] ?? NaN;
      return sum / (to - from);
    }),
  );
}

/** Mean colour of each column over some rows. */
function columns(picture: Pixels, from: number, to: number): number[][] {
  return Array.from({ length: picture.width }, (_, x) =>
    [0, 1, 2].map((c) => {
      let sum = 0;
      for (let y = from; y < to; y++) sum += picture.data[(y * picture.width + x) * 4 + c] ?? NaN;
      return sum / (to - from);
    }),
  );
}

function difference(a: number[][], b: number[][]): number {
  const all = a.flatMap((line, i) => line.map((value, c) => Math.abs(value - (b[i]?.[c] ?? NaN))));
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

test(
  'an edge dragged by a window goes on with horizon and sky, and the old bytes stay',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    await app.open();
    await app.generate(SCENE);
    const before = await app.download();
    await dragEdge(page, 'right', 256, 256);
    await expect(badge(page)).toContainText('512 × 256');
    await expect(app.prompt).toHaveValue(SCENE.prompt);
    await app.generateButton.click();
    await acceptNewest(page);
    const after = await app.download();
    expect([after.width, after.height]).toEqual([512, 256]);
    expect(meanDifference(crop(after, 0, 0, 256 - FADE, 256), crop(before, 0, 0, 256 - FADE, 256))).toBe(0);
    const fresh = crop(after, 256, 0, 256, 256);
    expect(entropy(fresh)).toBeGreaterThan(3);
    const old = rows(after, 256 - FADE - BESIDE, 256 - FADE);
    expect(difference(old, rows(after, 256, 256 + BESIDE))).toBeLessThan(JOINT);

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    expect(await app.download()).toEqual(before);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    expect(await app.download()).toEqual(after);
    await page.reload();
    await expect(handle(page, 'right')).toBeVisible();
    expect(await app.download()).toEqual(after);
  },
);

test(
  'Escape puts a dragged edge back; arrow keys and Enter do the same job as the mouse',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    await app.open();
    await app.generate({ ...SCENE, steps: 4 });
    const before = await app.download();
    await dragEdge(page, 'left', 128, 256);
    await expect(badge(page)).toContainText('384 × 256');
    await page.keyboard.press('Escape');
    await expect(badge(page)).toHaveCount(0);
    await handle(page, 'left').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(badge(page)).toContainText('320 × 256');
    await page.keyboard.press('Enter');
    await acceptNewest(page);
    const after = await app.download();
    expect([after.width, after.height]).toEqual([320, 256]);
    expect(meanDifference(crop(after, 64 + FADE, 0, 256 - FADE, 256), crop(before, FADE, 0, 256 - FADE, 256))).toBe(0);
    const old = rows(after, 64 + FADE, 64 + FADE + BESIDE);
    expect(difference(old, rows(after, 64 - BESIDE, 64))).toBeLessThan(JOINT);
  },
);

test('candidates: before, next, keep for later, discard', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.generate({ ...SCENE, steps: 4 });
  const before = await app.download();
  await app.setNumber('Pictures', 2);
  await handle(page, 'bottom').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const bar = page.getByRole('region', { name: 'Candidates' });
  await expect(bar).toBeVisible();
  await app.waitUntilDone();
  await page.getByRole('button', { name: 'Previous candidate' }).click();
  await page.getByRole('button', { name: 'Next candidate' }).click();
  const results = await app.results.getByRole('listitem').count();
  await page.getByRole('button', { name: 'Keep for later' }).click();
  await expect(app.results.getByRole('listitem')).toHaveCount(results + 1);
  await page.reload();
  await expect(bar).toBeVisible();
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(bar).toHaveCount(0);
  expect(await app.download()).toEqual(before);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test(
    'a finger drags an edge, two fingers zoom, and what is exported holds the old bytes',
    { tag: '@starter' },
    async ({ page }) => {
      const app = new App(page);
      await app.open();
      expect(await page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
      await app.prompt.fill(SCENE.prompt);
      await app.prompt.press('Enter');
      await app.waitUntilDone();
      const before = await app.download();
      for (const side of ['left', 'top left', 'bottom', 'bottom right']) {
        const box = await handle(page, side).boundingBox();
        expect(Math.min(box?.width ?? 0, box?.height ?? 0), side).toBeGreaterThanOrEqual(44);
      }

      const cdp = await page.context().newCDPSession(page);
      /** `ago`: seconds since it happened. */
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[], ago = 0) =>
        cdp.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: points.map((point, id) => ({ ...point, id })),
          timestamp: Date.now() / 1000 - ago,
        });
      const scaleBefore = await scaleOf(page, 256);
      const fingers = (half: number) => [195 - half, 195 + half].map((x) => ({ x, y: 330 }));
      await touch('touchStart', fingers(100));
      for (const half of [90, 80, 70, 60, 50]) await touch('touchMove', fingers(half));
      await touch('touchEnd', []);
      await expect.poll(() => scaleOf(page, 256)).toBeLessThan(scaleBefore * 0.7);

      const scale = await scaleOf(page, 256);
      const from = await centre(page, 'bottom');
      // The finger comes to rest: after one that is flung away the browser takes the next tap for the end of the flight.
      await touch('touchStart', [from], 1);
      for (const part of [0.25, 0.5, 0.75, 1])
        await touch('touchMove', [{ x: from.x, y: from.y + 64 * scale * part }], 1 - 0.1 * part);
      await touch('touchMove', [{ x: from.x + 1, y: from.y + 64 * scale }]);
      await touch('touchEnd', []);
      await expect(badge(page)).toContainText('256 × 320');
      await expect(page.locator('[data-held]')).toHaveCount(0);
      await app.generateButton.tap();
      await expect(app.cancelButton).toBeVisible();
      await acceptNewest(page);
      await expect(handle(page, 'bottom')).toBeVisible();

      await page.getByRole('button', { name: 'Menu', exact: true }).tap();
      await page.getByRole('menuitem', { name: /^Export/ }).tap();
      const save = () => page.getByRole('button', { name: 'Save', exact: true }).tap();
      const after = readPng((await downloaded(page, save)).path);
      expect([after.width, after.height]).toEqual([256, 320]);
      expect(crop(after, 0, 0, 256, 256 - FADE)).toEqual(crop(before, 0, 0, 256, 256 - FADE));
      expect(entropy(crop(after, 0, 256, 256, 64))).toBeGreaterThan(1);
      const old = columns(after, 256 - FADE - BESIDE, 256 - FADE);
      expect(difference(old, columns(after, 256, 256 + BESIDE))).toBeLessThan(ANY_JOINT);
    },
  );
});
