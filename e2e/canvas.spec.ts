import type { CDPSession, Page } from '@playwright/test';
import { badge, button, exportedPixels, openScene, placeOf, stroke } from './support/editor';
import { crop, meanDifference } from './support/pictures';
import { expect, test } from './support/test';

type Point = { x: number; y: number };

/** Real touch events, several fingers at a time. */
class Fingers {
  private constructor(private readonly cdp: CDPSession) {}

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  async send(type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', points: Point[]): Promise<void> {
    const touchPoints = points.map((point, id) => ({ ...point, id }));
    await this.cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  }

  /** A pen's stroke, a second ago: it is not near any more. */
  async pen(from: Point, to: Point): Promise<void> {
    const timestamp = Date.now() / 1000 - 1;
    const stroke = { button: 'left', pointerType: 'pen', clickCount: 1, timestamp } as const;
    const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Point) =>
      this.cdp.send('Input.dispatchMouseEvent', { ...stroke, type, x, y });
    await send('mousePressed', from);
    await send('mouseMoved', to);
    await send('mouseReleased', to);
  }
}

async function centre(page: Page, name: string): Promise<Point> {
  const box = await button(page, name).boundingBox();
  if (!box) throw new Error(`no ${name}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('an edge is pulled on both sides, in proportion, finely; and let go of in every way, it is where it was', async ({
  page,
}) => {
  await openScene(page);
  const scale = (await placeOf(page)).width / 256;
  const edge = await centre(page, 'Expand right');
  const pull = async (pixels: number) => {
    await page.mouse.move(edge.x, edge.y);
    await page.mouse.down();
    await page.mouse.move(edge.x + pixels * scale, edge.y, { steps: 3 });
  };
  for (const [key, pixels, size] of [
    ['Shift', 64, '384 × 256'],
    ['Alt', 128, '384 × 384'],
    ['Control', 40, '296 × 256'],
  ] as const) {
    await page.keyboard.down(key);
    await pull(pixels);
    await expect(badge(page)).toContainText(size);
    await page.keyboard.up(key);
    await page.keyboard.press('Escape');
    await expect(badge(page)).toHaveCount(0);
    await page.mouse.up();
    await expect(badge(page)).toHaveCount(0);
  }

  for (const leave of [
    () => page.evaluate(() => window.dispatchEvent(new Event('blur'))),
    () => page.keyboard.press('b'),
  ]) {
    await pull(96);
    await expect(badge(page)).toContainText('352 × 256');
    await leave();
    await expect(badge(page)).toHaveCount(0);
    await page.mouse.up();
    await expect(badge(page)).toHaveCount(0);
    await page.keyboard.press('v');
  }

  const fingers = await Fingers.on(page);
  await fingers.send('touchStart', [edge]);
  await fingers.send('touchMove', [{ x: edge.x + 64 * scale, y: edge.y }]);
  await expect(badge(page)).toContainText('320 × 256');
  await fingers.send('touchCancel', []);
  await expect(badge(page)).toHaveCount(0);

  // Pulled under the panel, the edge comes out in front of it.
  const panel = await page.getByRole('complementary', { name: 'Settings' }).boundingBox();
  await pull(256);
  await expect(badge(page)).toContainText('512 × 256');
  await expect.poll(async () => (await centre(page, 'Expand right')).x).toBeLessThan(panel?.x ?? 0);
  await page.mouse.up();
  await page.keyboard.press('Escape');
  await expect.poll(async () => Math.round((await centre(page, 'Expand right')).x)).toBe(Math.round(edge.x));
});

test('the view goes where wheel, keys and fingers want it; two fingers undo, and a pen draws where a palm does not', async ({
  page,
}) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  await openScene(page);
  const percent = button(page, 'Zoom to fit');
  const start = await placeOf(page);

  // What lies under the pointer stays there.
  await page.mouse.move(start.x + start.width, start.y + start.height);
  await page.mouse.wheel(0, 300);
  await expect(percent).not.toHaveText('200 %');
  const smaller = await placeOf(page);
  expect(smaller.x + smaller.width).toBeCloseTo(start.x + start.width, 0);
  expect(smaller.y + smaller.height).toBeCloseTo(start.y + start.height, 0);
  expect(await page.evaluate(() => [scrollX, scrollY, visualViewport?.scale])).toEqual([0, 0, 1]);
  await page.keyboard.down(' ');
  await page.mouse.down();
  await page.mouse.move(start.x + start.width - 50, start.y + start.height - 20);
  await page.mouse.up();
  await page.keyboard.up(' ');
  expect((await placeOf(page)).x).toBeCloseTo(smaller.x - 50, 0);
  await page.keyboard.press('1');
  await expect(percent).toHaveText('100 %');
  await page.keyboard.press('+');
  await expect(percent).toHaveText('150 %');
  await percent.click();
  expect((await placeOf(page)).x).toBeCloseTo(start.x, 0);

  // Two fingers drawn together on a trackpad come as a wheel with Ctrl: the picture shrinks, the page does not.
  await page.mouse.move(start.x, start.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 40);
  await page.keyboard.up('Control');
  const pinched = await placeOf(page);
  expect(pinched.width).toBeLessThan(start.width - 20);
  expect(pinched.x).toBeCloseTo(start.x, 0);
  expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
  await percent.click();

  // A panel that opens does not lie over the picture.
  await button(page, 'Settings panel').click();
  const panel = await page.getByRole('complementary', { name: 'Settings' }).boundingBox();
  await expect.poll(async () => (await centre(page, 'Expand right')).x).toBeLessThan(panel?.x ?? 0);
  await button(page, 'Settings panel').click();
  await percent.click();

  const mask = page.getByRole('group', { name: 'Mask' });
  const fingers = await Fingers.on(page);
  const middle = { x: start.x + start.width / 2, y: start.y + start.height / 2 };
  const twoFingers = [middle, { x: middle.x + 80, y: middle.y }];
  await page.keyboard.press('x');
  await expect(mask).toBeVisible();
  await fingers.send('touchStart', twoFingers);
  await fingers.send('touchEnd', []);
  await expect(mask).toHaveCount(0);

  await page.keyboard.press('b');
  const palm = { x: middle.x + 60, y: middle.y + 90 };
  await fingers.send('touchStart', [palm]);
  await fingers.pen(middle, { x: middle.x - 40, y: middle.y });
  await fingers.send('touchMove', [{ x: palm.x + 30, y: palm.y }]);
  await fingers.send('touchEnd', []);
  await expect(mask).toBeVisible();
  // From now on a finger moves the view, unless it comes right beside the pen.
  await fingers.send('touchStart', [palm]);
  await fingers.send('touchMove', [{ x: palm.x + 40, y: palm.y }]);
  await fingers.send('touchEnd', []);
  await button(page, 'History').click();
  await expect(page.getByRole('list', { name: 'History' }).getByRole('button')).toHaveText([
    /Paint mask/,
    /Open picture/,
    /New picture/,
  ]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('v');
  expect((await placeOf(page)).x).toBeCloseTo(start.x + 40, 0);
});

test('replace, remove, vary and variations give candidates to turn through; more makes more, and a cancel keeps whole tiles', async ({
  page,
}) => {
  const app = await openScene(page);
  const before = await exportedPixels(page);
  const bar = page.getByRole('region', { name: 'Candidates' });
  await app.setNumber('Steps', 2);
  const generate = async (verb: string) => {
    await expect(app.generateButton).toHaveText(verb);
    await app.generateButton.click();
    await expect(bar).toBeVisible();
    await expect(app.cancelButton).toHaveCount(0);
  };
  const untouched = async () =>
    meanDifference(crop(await exportedPixels(page), 0, 0, 256, 100), crop(before, 0, 0, 256, 100));

  // The masked place lies in the lower half.
  const place = await placeOf(page);
  await button(page, 'Mask rectangle').click();
  await stroke(page, place, [
    [0.3, 0.65],
    [0.7, 0.95],
  ]);
  for (const intent of ['Replace', 'Remove', 'Vary']) {
    await page.getByRole('radio', { name: intent }).check({ force: true });
    if (intent === 'Remove') await expect(app.prompt).toHaveValue('');
    else await app.prompt.fill('a red apple');
    await generate(intent);
    expect(await untouched()).toBe(0);
    expect(meanDifference(await exportedPixels(page), before)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await expect(bar).toHaveCount(0);
  }
  await button(page, 'Clear mask').click();

  await button(page, 'Move and expand').click();
  await button(page, 'Vary').click();
  await generate('Vary');
  expect(await untouched()).toBeGreaterThan(0);
  await generate('Another');
  await expect(bar).toContainText('2 of 2');
  await bar.hover();
  await page.mouse.wheel(0, 100);
  await expect(bar).toContainText('Before');
  expect(await exportedPixels(page)).toEqual(before);
  await bar.hover();
  await page.mouse.wheel(0, -100);
  await expect(bar).toContainText('2 of 2');
  await page.keyboard.press('ArrowLeft');
  await expect(bar).toContainText('1 of 2');
  await button(page, 'Discard').click();
  await button(page, 'Stop varying').click();

  await button(page, 'Expand right').focus();
  for (let i = 0; i < 16; i++) await page.keyboard.press('ArrowRight');
  await expect(badge(page)).toContainText('768 × 256 · 4 passes');
  await app.prompt.fill('green grass under a blue sky');
  await app.generateButton.click();
  await expect(page.getByText(/part [234] of 4/)).toBeVisible();
  await app.cancelButton.click();
  await expect(bar).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(bar).toHaveCount(0);
  const after = await exportedPixels(page);
  expect([384, 512, 640]).toContain(after.width);
  expect(meanDifference(crop(after, 0, 0, 192, 256), crop(before, 0, 0, 192, 256))).toBe(0);
  const alpha = after.data.filter((_, i) => i % 4 === 3);
  expect(alpha.every((value) => value === 255)).toBe(true);
});
