import { statusSays, withApp } from './browser';
import { median, type Benchmark, type Row } from './table';

const REPEATS = 3;

export const benchmark: Benchmark = {
  name: 'The app in Chromium (WebAssembly)',
  run: () =>
    withApp(async (browser, address): Promise<Row[]> => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const seconds = async (work: () => Promise<unknown>): Promise<number> => {
        const began = performance.now();
        await work();
        return (performance.now() - began) / 1000;
      };
      const ready = () => page.getByText('Ready').first().waitFor({ timeout: 300_000 });

      const first = await seconds(async () => {
        await page.goto(`${address}?backend=wasm`);
        await ready();
      });
      const fromStorage: number[] = [];
      for (let i = 0; i < REPEATS; i++) {
        fromStorage.push(
          await seconds(async () => {
            await page.reload();
            await ready();
          }),
        );
      }

      const generate = page.getByRole('button', { name: 'Generate', exact: true });
      await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a red apple');
      const pictures: number[] = [];
      for (let i = 0; i < REPEATS; i++) {
        await generate.click();
        await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor();
        await statusSays(page, 'Done in');
        const said = await page.getByRole('status').filter({ hasText: 'Done in' }).first().textContent();
        pictures.push(Number(/Done in ([\d.]+) s/.exec(said ?? '')?.[1]));
      }

      const firstPreview: number[] = [];
      for (let i = 0; i < REPEATS; i++) {
        firstPreview.push(
          await seconds(async () => {
            await page.reload();
            await generate.click();
            // On a busy machine the page may first hear of the second.
            await statusSays(page, /Step \d+ of/);
          }),
        );
      }
      return [
        { what: 'first visit: open to ready (43 MB over loopback)', value: first, unit: 's' },
        { what: 'reload: open to ready (model from IndexedDB)', value: median(fromStorage), unit: 's' },
        { what: 'reload to first preview', value: median(firstPreview), unit: 's' },
        { what: 'seconds a picture, 12 steps, 256 x 256', value: median(pictures), unit: 's' },
      ];
    }),
};
