import type { Locator, Page } from '@playwright/test';
import { App } from './support/app';
import { button, openScene, placeOf, scene } from './support/editor';
import { chooseFiles } from './support/files';
import { offerInstall, offerUpdate } from './support/marks';
import { expect, test } from './support/test';

/** Controls that are cut off by the window, or too small for a finger: "name 36×44 at 401". */
async function misfits(page: Page, within: string): Promise<string[]> {
  return page.locator(within).evaluate((root) => {
    const found: string[] = [];
    for (const element of root.querySelectorAll('button, a, [role=combobox]')) {
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      if (width === 0) continue;
      // What can be swiped to is not cut off.
      const swiped =
        element.parentElement !== null && element.parentElement.scrollWidth > element.parentElement.clientWidth;
      const inside = (swiped || (left >= 0 && right <= innerWidth)) && top >= 0 && bottom <= innerHeight;
      if (inside && width >= 44 && height >= 44) continue;
      const name = element.getAttribute('aria-label') ?? element.textContent;
      found.push(`${name} ${width}×${height} at ${left}, ${top}`);
    }
    return found;
  });
}

/** Words and signs of the top bar that are cut off or lie outside. */
const cutOff = (page: Page) =>
  page.locator('header').evaluate((header) => {
    const room = header.getBoundingClientRect();
    return [...header.querySelectorAll('svg, span')]
      .filter((element) => !getComputedStyle(element).clipPath.startsWith('inset'))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return (
          width > 0 && (left < 0 || right > room.right || element.scrollWidth > Math.ceil(element.clientWidth || width))
        );
      })
      .map((element) => element.outerHTML.slice(0, 80));
  });

async function box(locator: Locator) {
  const found = await locator.boundingBox();
  if (!found) throw new Error('not on the page');
  return found;
}

test.describe('with a finger', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  const SIZES = [
    [360, 640],
    [390, 844],
    [820, 1180],
    [1440, 900],
    [844, 390],
    [740, 360],
  ] as const;

  test(
    'every mark and control fits every window, and is large enough',
    { tag: '@starter' },
    async ({ page, context }) => {
      await openScene(page);
      const look = async () => {
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          // The window and its media queries come before the layout that they choose.
          await expect.poll(() => page.locator('header').evaluate(({ clientWidth }) => clientWidth)).toBe(width);
          expect(await misfits(page, 'header'), `top bar at ${width}`).toEqual([]);
          expect(await cutOff(page), `top bar at ${width}`).toEqual([]);
          for (const part of ['main form', '[role=toolbar]', 'section[aria-label=Picture]']) {
            await expect
              .poll(() => misfits(page, part), { message: `${part} at ${width}`, timeout: 10_000 })
              .toEqual([]);
          }
        }
      };
      await look();
      await offerInstall(page);
      await context.setOffline(true);
      await look();
      await offerUpdate(page);
      await look();
      await context.setOffline(false);

      await page.setViewportSize({ width: 390, height: 844 });
      await button(page, 'Menu, with an update').click();
      await expect(page.getByRole('menuitem', { name: 'Update Outpane' })).toBeVisible();
      await page.keyboard.press('Escape');

      await page.setViewportSize({ width: 1440, height: 900 });
      const app = new App(page);
      await app.set({ prompt: 'a red apple', steps: 50 });
      await app.generateButton.click();
      await button(page, 'Update').click();
      await expect(button(page, 'Updating soon')).toBeVisible();
      for (const width of [480, 820, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => misfits(page, 'header')).toEqual([]);
        expect(await cutOff(page)).toEqual([]);
      }
    },
  );

  test('a phone that is turned shows the picture between rail and dock, and as before when it is turned back', async ({
    page,
  }) => {
    await openScene(page);
    await expect.poll(async () => (await placeOf(page)).width).toBeGreaterThan(300);
    const before = await placeOf(page);
    for (const [width, height] of [
      [844, 390],
      [740, 360],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(async () => (await placeOf(page)).y).toBeGreaterThan(44);
      await expect.poll(async () => (await placeOf(page)).width).toBeGreaterThan(200);
      const picture = await placeOf(page);
      const rail = await box(page.getByRole('toolbar', { name: 'Tools' }));
      const bar = await box(page.getByRole('region', { name: 'Picture' }));
      const dock = await box(page.locator('main form'));
      expect(rail.x + rail.width).toBeLessThanOrEqual(picture.x);
      expect(picture.x + picture.width).toBeLessThanOrEqual(Math.min(bar.x, dock.x));
      expect(bar.y + bar.height).toBeLessThanOrEqual(dock.y);
      expect(Math.max(picture.y + picture.height, dock.y + dock.height, rail.y + rail.height)).toBeLessThanOrEqual(
        height,
      );
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(async () => (await placeOf(page)).width).toBeCloseTo(before.width, 0);
  });
});

test('a picture saved in a wide window is in sight in a narrow one', async ({ page }) => {
  await openScene(page);
  await expect.poll(async () => (await placeOf(page)).width).toBeGreaterThan(400);
  for (const width of [390, 820]) {
    await page.setViewportSize({ width, height: 1000 });
    await page.reload();
    await expect(button(page, 'Expand right')).toBeVisible();
    await expect.poll(async () => (await placeOf(page)).x).toBeGreaterThan(0);
    const place = await placeOf(page);
    expect(place.x + place.width).toBeLessThan(width);
    expect(place.width).toBeGreaterThan(250);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});

test('a broken file asks for another one; the picture that is then opened lies free of bars, and the message is gone', async ({
  page,
}) => {
  await page.setViewportSize({ width: 700, height: 760 });
  const app = new App(page);
  await app.open();
  const give = (press: Locator, buffer: Buffer) =>
    chooseFiles(page, () => press.click(), { name: 'scene.png', mimeType: 'image/png', buffer });
  await give(button(page, 'Open picture'), Buffer.from('no picture'));
  await expect(page.getByRole('alert').getByText('This file is not a picture')).toBeVisible();
  await expect(button(page, 'Edit the prompt')).toHaveCount(0);
  await give(button(page, 'Open picture'), scene(256, 512));
  await expect(button(page, 'Expand top')).toBeVisible();
  await expect(page.getByRole('alert').getByText('This file is not a picture')).toHaveCount(0);
  const bar = await box(page.getByRole('region', { name: 'Picture' }));
  await expect.poll(async () => (await placeOf(page)).y).toBeGreaterThan(bar.y + bar.height);

  await give(button(page, 'Open picture'), Buffer.from('no picture'));
  await give(button(page, 'Choose another file'), scene(300, 100));
  await expect(page.getByRole('img', { name: 'Picture, 300 by 100 pixels' })).toBeVisible();
});

test('an expansion has no size of a new picture, candidates have one More, and the export says Quality once', async ({
  page,
}) => {
  const app = await openScene(page);
  await app.set({ prompt: 'a meadow', steps: 2 });
  await expect(app.number('Width')).toBeVisible();
  await button(page, 'Expand right').press('ArrowRight');
  await expect(button(page, '256 × 256')).toHaveCount(0);
  await expect(app.number('Width')).toHaveCount(0);
  await expect(page.getByText('An expansion is as large as its edges are pulled.')).toBeVisible();
  await button(page, 'Expand right').press('Enter');
  await expect(button(page, 'Accept')).toBeVisible();
  await expect(app.generateButton).toHaveText('Another');
  await expect(page.getByText('More', { exact: true })).toHaveCount(1);
  await button(page, 'Accept').click();
  await expect(app.number('Width')).toBeVisible();

  await button(page, 'Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog.getByText('JPEG').click();
  await expect(dialog.getByRole('slider', { name: 'Quality' })).toBeVisible();
  await expect(dialog.getByText('Quality', { exact: true })).toHaveCount(1);
});
