import type { CDPSession, Page } from '@playwright/test';
import { tinyModel } from '../e2e/support/tinyModel.mjs';
import { statusSays, withApp } from './browser';
import { atMost, type Benchmark, type Row } from './table';

const PICTURES = 50;
const EXPANSIONS = 30;
/** Between two looks at the memory. */
const EVERY = 10;

/** What the page holds after a garbage collection. */
interface Look {
  done: number;
  /** MB of the page's own heap. */
  heap: number;
  listeners: number;
  /** Records and MB of all databases. */
  records: number;
  stored: number;
}

async function look(page: Page, cdp: CDPSession, done: number): Promise<Look> {
  // Twice: what the first one finalises, the second one frees.
  for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  const { records, bytes } = await page.evaluate(async () => {
    let count = 0;
    for (const { name } of await indexedDB.databases()) {
      const opening = indexedDB.open(name ?? '');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const counting = database.transaction(store).objectStore(store).count();
        count += await new Promise<number>((resolve) => (counting.onsuccess = () => resolve(counting.result)));
      }
      database.close();
    }
    return { records: count, bytes: (await navigator.storage.estimate()).usage ?? 0 };
  });
  return {
    done,
    heap: metric('JSHeapUsedSize') / 1e6,
    listeners: metric('JSEventListeners'),
    records,
    stored: bytes / 1e6,
  };
}

/** Growth a unit of work over the second half of the looks: what a start-up fills once has been filled by then. */
function slope(looks: readonly Look[], what: keyof Look): number {
  const half = looks.slice(Math.floor(looks.length / 2));
  const [first, last] = [half[0], half.at(-1)];
  return first && last && last.done > first.done ? (last[what] - first[what]) / (last.done - first.done) : 0;
}

async function soak(page: Page, count: number, work: () => Promise<void>): Promise<Look[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const looks = [await look(page, cdp, 0)];
  for (let done = 1; done <= count; done++) {
    await work();
    if (done % EVERY === 0) looks.push(await look(page, cdp, done));
  }
  return looks;
}

const rowsOf = (what: string, looks: readonly Look[], perUnit: number): Row[] => [
  { what: `${what}: heap at the end`, value: looks.at(-1)?.heap ?? 0, unit: 'MB' },
  atMost(`${what}: heap more with each`, slope(looks, 'heap') * 1000, 'KB', 50),
  atMost(`${what}: listeners more with each`, slope(looks, 'listeners'), '', 0.5),
  atMost(`${what}: records more with each`, slope(looks, 'records'), '', perUnit),
  { what: `${what}: stored more with each`, value: slope(looks, 'stored') * 1000, unit: 'KB' },
];

export const benchmark: Benchmark = {
  name: 'Long use of one page, with the tiny model',
  run: () =>
    withApp(
      async (browser, address): Promise<Row[]> => {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        await page.goto(`${address}?backend=wasm`);
        await page.getByText('Ready').first().waitFor({ timeout: 300_000 });
        const button = (name: string) => page.getByRole('button', { name, exact: true });
        await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a red apple');
        const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem');
        const picture = async () => {
          const newest = await results
            .first()
            .getByRole('button')
            .first()
            .getAttribute('aria-label')
            .catch(() => null);
          await button('Generate').click();
          await statusSays(page, 'Done in');
          await page.waitForFunction(
            (before) =>
              document.querySelector('[aria-label="Results"] li button')?.getAttribute('aria-label') !== before,
            newest,
          );
        };
        await button('Generate').click();
        await statusSays(page, 'Done in');
        const pictures = await soak(page, PICTURES, picture);

        const sides = ['right', 'bottom', 'left', 'top'];
        let turn = 0;
        const expansion = async () => {
          const edge = button(`Expand ${sides[turn++ % sides.length]}`);
          // What has grown large makes way for a new picture.
          if (turn % 8 === 0) await picture();
          for (let i = 0; i < 2; i++) await edge.press('ArrowRight');
          for (let i = 0; i < 2; i++) await edge.press('ArrowDown');
          await edge.press('Enter');
          await button('Accept').click();
          await page.getByRole('region', { name: 'Candidates' }).waitFor({ state: 'hidden' });
        };
        const expansions = await soak(page, EXPANSIONS, expansion);
        // A picture is three records and its step in the history; an expansion a step, its tiles and the picture of the whole.
        return [...rowsOf('a picture', pictures, 8), ...rowsOf('an expansion', expansions, 24)];
      },
      [tinyModel],
    ),
};
