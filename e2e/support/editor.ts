import { expect, type Locator, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { App } from './app';
import { chooseFiles, downloaded } from './files';
import { readPng, type Pixels } from './pictures';

/** Sky, meadow and a sun, drawn by rule: editing must not depend on what a model makes. */
export function scene(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const meadow = y > height * 0.62 + 8 * Math.sin(x / 30);
      const sun = Math.hypot(x - width * 0.7, y - height * 0.3) < height * 0.12;
      const colour = sun ? [255, 220, 120] : meadow ? [80, 150, 70] : [120 + y / 4, 180 + y / 6, 245];
      png.data.set([...colour, 255], 4 * (y * width + x));
    }
  }
  return PNG.sync.write(png);
}

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const badge = (page: Page): Locator => page.getByText(/^\d+ × \d+ · \d+ pass/);

/** The app with that scene on its canvas. */
export async function openScene(page: Page, width = 256, height = 256): Promise<App> {
  const app = new App(page);
  await app.open();
  const file = { name: 'scene.png', mimeType: 'image/png', buffer: scene(width, height) };
  await chooseFiles(page, () => button(page, 'Open picture').click(), file);
  await expect(button(page, 'Expand right')).toBeVisible();
  return app;
}

/** Where the picture lies in the window, from its handles (11 CSS pixels off its edges). */
export async function placeOf(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const middle = async (name: string) => {
    const box = await button(page, name).boundingBox();
    if (!box) throw new Error(`no ${name}`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const [topLeft, bottomRight] = [await middle('Expand top left'), await middle('Expand bottom right')];
  return {
    x: topLeft.x + 11,
    y: topLeft.y + 11,
    width: bottomRight.x - topLeft.x - 22,
    height: bottomRight.y - topLeft.y - 22,
  };
}

/** Drags along points given as parts of the picture's sides. */
export async function stroke(
  page: Page,
  place: Awaited<ReturnType<typeof placeOf>>,
  [first, ...rest]: [[number, number], ...[number, number][]],
): Promise<void> {
  const at = ([u, v]: [number, number]) => [place.x + u * place.width, place.y + v * place.height] as const;
  await page.mouse.move(...at(first));
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}

export async function exported(page: Page, choose?: () => Promise<void>): Promise<{ name: string; path: string }> {
  await button(page, 'Export').click();
  await choose?.();
  return downloaded(page, () => button(page, 'Save').click());
}

export const exportedPixels = async (page: Page): Promise<Pixels> => readPng((await exported(page)).path);
