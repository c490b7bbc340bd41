import { App, MODEL_FILES } from './support/app';
import { meanDifference, readPng } from './support/pictures';
import { expect, test } from './support/test';

const APPLE = { prompt: 'a red apple', seed: 7, steps: 8, guidanceScale: 4 };

test(
  'a prompt becomes the oracle picture, and everything is still there after a reload without the network',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    await app.open();
    await app.set(APPLE);
    const steps = page.getByRole('status').filter({ hasText: /Step \d+ of 8/ });
    await app.generateButton.click();
    await expect(steps).toBeVisible();
    await app.waitUntilDone();
    expect(meanDifference(await app.download(), readPng('training/oracle/apple.png'))).toBeLessThan(1);
    await expect(app.engine).toContainText('WebAssembly');
    await expect(app.results.getByRole('listitem')).toHaveCount(1);

    const modelRequests: string[] = [];
    await page.route(MODEL_FILES, (route) => {
      modelRequests.push(route.request().url());
      return route.abort();
    });
    await page.reload();
    await expect(app.prompt).toHaveValue(APPLE.prompt);
    await expect(app.number('Seed')).toHaveValue('7');
    await expect(app.number('Steps')).toHaveValue('8');
    await expect(app.number('Guidance scale')).toHaveValue('4');
    await expect(app.results.getByRole('listitem')).toHaveCount(1);
    await app.generateButton.click();
    await expect(app.results.getByRole('listitem')).toHaveCount(2);
    await app.waitUntilDone();
    expect(meanDifference(await app.download(), readPng('training/oracle/apple.png'))).toBeLessThan(1);
    expect(modelRequests).toEqual([]);
  },
);

test('a negative prompt and another size give the oracle pictures', { tag: '@starter' }, async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.generate({ prompt: 'a flower', negativePrompt: 'red, pink', seed: 3, steps: 6, guidanceScale: 5 });
  expect(meanDifference(await app.download(), readPng('training/oracle/negative.png'))).toBeLessThan(1);
  await app.generate({
    prompt: 'a house and a tree on green grass under a blue sky',
    negativePrompt: '',
    seed: 11,
    steps: 6,
    guidanceScale: 4,
    width: 384,
    height: 256,
  });
  expect(meanDifference(await app.download(), readPng('training/oracle/wide.png'))).toBeLessThan(1);
});

test('several pictures count their seeds up', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.generate({ ...APPLE, seed: 6, steps: 4, pictures: 2 });
  await expect(app.results.getByRole('listitem')).toHaveCount(2);
  const second = await app.download();
  await app.generate({ ...APPLE, seed: 7, steps: 4, pictures: 1 });
  expect(meanDifference(await app.download(), second)).toBeLessThan(0.01);
});

test('an example on the first screen generates with one click', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await page.getByRole('group', { name: 'Examples' }).getByRole('button').first().click();
  await app.waitUntilDone();
  await expect(app.prompt).not.toHaveValue('');
  await expect(app.results.getByRole('listitem')).toHaveCount(1);
});

test(
  'cancel stops within a step, keeps the last preview out of the results, and the next run works',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    await app.open();
    await app.set({ ...APPLE, steps: 50 });
    await app.generateButton.click();
    await expect(page.getByRole('status').filter({ hasText: /Step [2-9] of 50/ })).toBeVisible();
    await app.cancelButton.click();
    await expect(app.generateButton).toBeVisible({ timeout: 10_000 });
    await expect(app.results.getByRole('listitem')).toHaveCount(0);
    await app.generate(APPLE);
    expect(meanDifference(await app.download(), readPng('training/oracle/apple.png'))).toBeLessThan(1);
  },
);

test('works at phone size', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new App(page);
  await app.open();
  await app.prompt.fill('a red apple');
  await app.prompt.press('Enter');
  await app.waitUntilDone();
  const box = await app.prompt.boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(app.results.getByRole('listitem')).toHaveCount(1);
});

test(
  'a worker that dies in mid-run is said and replaced, and the next run works',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    await app.open();
    await app.set({ ...APPLE, steps: 50 });
    await app.generateButton.click();
    await expect(page.getByRole('status').filter({ hasText: /Step [2-9] of 50/ })).toBeVisible();
    const [worker] = page.workers();
    if (!worker) throw new Error('no worker');
    await worker.evaluate(() => self.close());
    await expect(page.getByText(/engine stopped/i).first()).toBeVisible();
    await app.generate(APPLE);
    expect(meanDifference(await app.download(), readPng('training/oracle/apple.png'))).toBeLessThan(1);
  },
);

test('says what is wrong with a size the model cannot do, and with a prompt that is too long', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.number('Width').fill('1000');
  await app.number('Width').press('Tab');
  await expect(app.number('Width')).toHaveValue('512');
  await app.prompt.fill(`${'a very small red apple '.repeat(8)}and a pear at the end`);
  await expect(page.getByText(/not read/i).first()).toBeVisible();
});
