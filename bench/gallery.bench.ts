import type { Page } from '@playwright/test';
import { keepSyntheticPictures } from '../e2e/support/syntheticPictures';
import { withApp } from './browser';
import { mainThreadTasks, type Task } from './mainThread';
import { atMost, median, type Benchmark, type Row } from './table';

const PICTURES = 10_000;
const REPEATS = 5;
const QUERIES = ['red', 'apple grass', 'snowman under', '"blue sky" dog', 'nothing like this'];
/** Milliseconds after which a person feels that the page stood still. */
const LONG = 50;

const grid = (page: Page) => page.getByRole('grid', { name: 'Pictures' });

/** From the navigation to the first thumbnail that is painted, in ms. */
async function firstPaint(page: Page): Promise<number> {
  await page.reload();
  await grid(page).getByRole('gridcell').first().waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const image = document.querySelector<HTMLImageElement>('[role=gridcell] img');
          if (image?.complete && image.naturalWidth > 0) requestAnimationFrame(() => resolve(performance.now()));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

async function readAll(page: Page): Promise<void> {
  await page.getByText(`${PICTURES.toLocaleString()} pictures shown`).waitFor({ state: 'attached', timeout: 60_000 });
}

/** Scrolls with the wheel as a person does who looks for something old: 120 notches of 700 pixels. */
async function scroll(page: Page): Promise<void> {
  await grid(page).hover();
  for (let i = 0; i < 120; i++) {
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(16);
  }
}

async function search(page: Page): Promise<void> {
  const field = page.getByRole('searchbox', { name: 'Search' });
  for (const query of QUERIES) {
    await field.pressSequentially(query);
    await field.fill('');
  }
}

/** Milliseconds from a change of the search's words to the rendered result: React renders what is typed within the event. */
const searchTime = (page: Page, query: string) =>
  page.evaluate((words) => {
    const field = document.querySelector<HTMLInputElement>('input[type=search]');
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    if (!field || !setter) throw new Error('no search field');
    const began = performance.now();
    setter.call(field, words);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    return performance.now() - began;
  }, query);

const longest = (tasks: readonly Task[]) => Math.max(0, ...tasks.map(({ processor }) => processor));
const longOnes = (tasks: readonly Task[]) => tasks.filter(({ wall }) => wall > LONG).length;

export const benchmark: Benchmark = {
  name: `The gallery with ${PICTURES.toLocaleString('en')} pictures`,
  run: () =>
    withApp(async (browser, address): Promise<Row[]> => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(`${address}?backend=wasm#/gallery`);
      await page.getByRole('region', { name: 'Gallery' }).waitFor();
      await keepSyntheticPictures(page, PICTURES);

      const paints: number[] = [];
      for (let i = 0; i < REPEATS; i++) paints.push(await firstPaint(page));
      const opening = await mainThreadTasks(page, async () => {
        await page.reload();
        await readAll(page);
      });
      // The engine starts in its worker meanwhile: its work is not the gallery's.
      await page.waitForTimeout(8_000);

      const scrolling = await mainThreadTasks(page, () => scroll(page));
      const cells = await grid(page).getByRole('gridcell').count();
      const typing = await mainThreadTasks(page, () => search(page));
      const searches: number[] = [];
      for (const query of QUERIES) {
        for (let i = 1; i <= query.length; i++) searches.push(await searchTime(page, query.slice(0, i)));
      }

      return [
        { what: 'open the address: first thumbnail painted', value: median(paints), unit: 'ms' },
        atMost('opening, all records read: longest task, processor time', longest(opening), 'ms', LONG),
        atMost('scrolling 84,000 px: longest task, processor time', longest(scrolling), 'ms', LONG),
        {
          what: 'the same: tasks over 50 ms of wall time (others use this machine, too)',
          value: longOnes(scrolling),
          unit: '',
        },
        atMost('cells on the page after scrolling', cells, '', 200),
        atMost('search at a key, to the rendered result: median', median(searches), 'ms', LONG),
        atMost('search by typing: longest task, processor time', longest(typing), 'ms', LONG),
      ];
    }),
};
