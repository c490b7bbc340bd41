import type { Locator, Page } from '@playwright/test';
import { App } from './support/app';
import { violations } from './support/axe';
import { button, openScene } from './support/editor';
import { expect, test } from './support/test';

// Several pictures each, on a machine that may be busy.
test.setTimeout(240_000);

/** Long enough to be caught in the middle of it. */
const LONG = 50;

/** With a model of which a picture takes its time. */
const SLOW = { tag: '@starter' };

/** The queue as a person sees it. */
class Queue {
  readonly button: Locator;
  readonly list: Locator;

  constructor(private readonly page: Page) {
    this.button = button(page, 'Queue');
    this.list = page.getByRole('list', { name: 'Queue' });
  }

  async open(): Promise<void> {
    await this.button.click();
    await expect(this.list).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.list).toHaveCount(0);
  }

  job(prompt: string): Locator {
    return this.list.getByRole('listitem').filter({ hasText: prompt });
  }
}

const step = (page: Page, steps: number) =>
  page.getByRole('status').filter({ hasText: new RegExp(`Step \\d+ of ${steps}`) });

/** Asks for a picture with Enter, whatever runs. */
async function ask(app: App, prompt: string, steps: number): Promise<void> {
  await app.setNumber('Steps', steps);
  await app.prompt.fill(prompt);
  await app.prompt.press('Enter');
}

test(
  'three jobs, of which the middle one fails: the others’ pictures are there, and it can be started again',
  SLOW,
  async ({ page }) => {
    const app = new App(page);
    const queue = new Queue(page);
    await app.open();
    await ask(app, 'a red apple', 6);
    await expect(app.cancelButton).toBeVisible();
    await ask(app, 'a house', LONG);
    await app.setNumber('Steps', 2);
    await app.prompt.fill('a flower');
    // The button does what Enter does.
    await app.generateButton.click();
    await app.prompt.fill('something that nobody asked for yet');
    await expect(queue.button).toHaveAccessibleDescription('2 waiting');
    await queue.open();
    await expect(queue.list.getByRole('listitem')).toHaveCount(3);
    await expect(queue.job('a flower')).toContainText('Waiting');
    expect(await violations(page)).toEqual([]);
    await queue.close();
    await expect(queue.button).toBeFocused();

    await expect(step(page, LONG)).toBeVisible();
    const [worker] = page.workers();
    await worker?.evaluate(() => self.close());
    await app.waitUntilDone();
    await expect(app.results.getByRole('listitem')).toHaveCount(2);
    await expect(app.results.getByRole('button', { name: /^a flower/ })).toBeVisible();
    await expect(app.results.getByRole('button', { name: /^a red apple/ })).toBeVisible();

    await queue.open();
    await expect(queue.job('a house')).toContainText('The engine stopped and was restarted.');
    await queue.job('a house').getByRole('button', { name: 'Start again' }).click();
    await expect(queue.job('a house')).toContainText(/Step \d+ of 50/);
    await queue.job('a house').getByRole('button', { name: 'Cancel', exact: true }).click();
    await expect(page.getByText('Nothing is waiting.')).toBeVisible();
    await expect(app.results.getByRole('listitem')).toHaveCount(2);
  },
);

test(
  'a reload in the middle: what ran says so and can be started again, what waited goes on, an edit among it',
  SLOW,
  async ({ page }) => {
    const app = await openScene(page);
    const queue = new Queue(page);
    await app.prompt.fill('a house');
    await app.setNumber('Steps', LONG);
    await app.generateButton.click();
    await expect(step(page, LONG)).toBeVisible();
    await app.setNumber('Steps', 2);
    // Taking a tool shows what lies on the table again.
    await button(page, 'Move and expand').click();
    await button(page, 'Expand right').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(queue.button).toHaveAccessibleDescription('1 waiting');

    await page.reload();
    const bar = page.getByRole('region', { name: 'Candidates' });
    await expect(bar).toBeVisible();
    await expect(app.cancelButton).toHaveCount(0);
    await expect(app.results.getByRole('listitem')).toHaveCount(0);
    await queue.open();
    await expect(queue.list.getByRole('listitem')).toHaveCount(1);
    await expect(queue.job('a house')).toContainText('Interrupted by a reload');
    await queue.job('a house').getByRole('button', { name: 'Start again' }).click();
    await expect(step(page, LONG)).toBeVisible();
    await queue.close();
    await app.cancelButton.click();
    await expect(app.cancelButton).toHaveCount(0);
  },
);

test('cancel all ends what runs and what waits, and keeps what is finished', SLOW, async ({ page }) => {
  const app = new App(page);
  const queue = new Queue(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open();
  await button(page, 'Settings panel').click();
  await app.setNumber('Steps', 2);
  await app.setNumber('Pictures', 3);
  await page.keyboard.press('Escape');
  await app.prompt.fill('a red apple');
  await app.prompt.press('Enter');
  await expect(app.results.getByRole('listitem').first()).toBeVisible();
  for (const prompt of ['a house', 'a flower']) {
    await app.prompt.fill(prompt);
    await app.prompt.press('Enter');
  }
  await queue.open();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Cancel all' }).click();
  await expect(page.getByText('Nothing is waiting.')).toBeVisible();
  await expect(app.cancelButton).toHaveCount(0);
  const pictures = await app.results.getByRole('listitem').count();
  expect(pictures).toBeGreaterThanOrEqual(1);
  await expect(app.results.getByRole('button', { name: /^a (house|flower)/ })).toHaveCount(0);
  await page.reload();
  await expect(app.results.getByRole('listitem')).toHaveCount(pictures);
  await expect(queue.button).toHaveCount(0);
});

test('two tabs have a queue each: the second does not run what waits in the first', SLOW, async ({ page, context }) => {
  const app = new App(page);
  await app.open();
  await ask(app, 'a house', LONG);
  await expect(step(page, LONG)).toBeVisible();
  await ask(app, 'a flower', 2);

  const other = await context.newPage();
  const second = new App(other);
  await second.open();
  await expect(second.status).toContainText('Ready');
  await expect(new Queue(other).button).toHaveCount(0);
  await expect(second.cancelButton).toHaveCount(0);
  await app.cancelButton.click();
  await expect(app.results.getByRole('listitem')).toHaveCount(1);
  await expect(second.results.getByRole('listitem')).toHaveCount(1);

  await page.bringToFront();
  await ask(app, 'a house', LONG);
  await expect(step(page, LONG)).toBeVisible();
  await page.close();
  await other.reload();
  const left = new Queue(other);
  await left.open();
  await expect(left.job('a house')).toContainText('Left over from a page that was closed');
  await left.job('a house').getByRole('button', { name: 'Dismiss' }).click();
  await expect(other.getByText('Nothing is waiting.')).toBeVisible();
});
