import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { withApp } from './browser';
import { mainThreadTasks, type Task } from './mainThread';
import { atMost, type Benchmark, type Row } from './table';

/** Side of the artwork in pixels. */
const SIDE = 4096;
/** Milliseconds after which a person feels that the page stood still. */
const LONG = 50;

/** Gradients with a checkerboard: nothing that a browser could skip. */
function artwork(): Buffer {
  const png = new PNG({ width: SIDE, height: SIDE });
  for (let i = 0; i < SIDE * SIDE; i++) {
    const x = i % SIDE;
    const y = Math.floor(i / SIDE);
    png.data[4 * i] = x >> 4;
    png.data[4 * i + 1] = y >> 4;
    png.data[4 * i + 2] = ((x >> 6) ^ (y >> 6)) & 1 ? 200 : 90;
    png.data[4 * i + 3] = 255;
  }
  return PNG.sync.write(png, { deflateLevel: 3 });
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Down, along a path of 60 moves, and up again. */
async function drag(page: Page, path: (t: number) => [number, number]): Promise<void> {
  await page.mouse.move(...path(0));
  await page.mouse.down();
  for (let i = 1; i <= 60; i++) await page.mouse.move(...path(i / 60));
  await page.mouse.up();
}

const circle = (t: number): [number, number] => [500 + 150 * Math.sin(8 * t), 450 + 100 * Math.cos(9 * t)];

const longest = (tasks: readonly Task[]) => Math.max(0, ...tasks.map(({ processor }) => processor));
const longOnes = (tasks: readonly Task[]) => tasks.filter(({ wall }) => wall > LONG).length;

export const benchmark: Benchmark = {
  name: `The editor with an artwork of ${SIDE} x ${SIDE} pixels`,
  run: () =>
    withApp(async (browser, address): Promise<Row[]> => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(`${address}?backend=wasm`);
      // The engine starts in its worker meanwhile: its work is not the editor's.
      await page.getByText('Ready').first().waitFor({ timeout: 300_000 });
      const choosing = page.waitForEvent('filechooser');
      await button(page, 'Open picture').click();
      await (await choosing).setFiles({ name: 'large.png', mimeType: 'image/png', buffer: artwork() });
      await button(page, 'Expand right').waitFor();
      // Until the tiles are drawn, packed and written.
      await page.waitForTimeout(8_000);

      const panning = await mainThreadTasks(page, () => drag(page, circle));
      const zooming = await mainThreadTasks(page, async () => {
        for (let i = 0; i < 24; i++) await page.mouse.wheel(0, -60);
        for (let i = 0; i < 12; i++) await page.mouse.wheel(0, 60);
      });
      const panningNear = await mainThreadTasks(page, () => drag(page, circle));
      await page.keyboard.press('0');
      await page.waitForTimeout(500);
      const box = await button(page, 'Expand right').boundingBox();
      if (!box) throw new Error('no handle');
      const x = box.x + box.width / 2;
      const y = box.y + box.height / 2;
      const pulling = await mainThreadTasks(page, () => drag(page, (t) => [x + 180 * t, y]));
      await page.keyboard.press('Escape');
      await page.keyboard.press('b');
      const painting = await mainThreadTasks(page, () => drag(page, circle));

      return [
        atMost('panning, all of it seen: longest task, processor time', longest(panning), 'ms', LONG),
        atMost('zooming with the wheel: longest task, processor time', longest(zooming), 'ms', LONG),
        atMost('panning, enlarged: longest task, processor time', longest(panningNear), 'ms', LONG),
        atMost('pulling an edge: longest task, processor time', longest(pulling), 'ms', LONG),
        atMost('painting a mask: longest task, processor time', longest(painting), 'ms', LONG),
        {
          what: 'all of it: tasks over 50 ms of wall time (others use this machine, too)',
          value: longOnes([...panning, ...zooming, ...panningNear, ...pulling, ...painting]),
          unit: '',
        },
      ];
    }),
};
