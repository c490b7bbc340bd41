import { App } from './support/app';
import { button, exportedPixels } from './support/editor';
import { meanDifference } from './support/pictures';
import { expect, test } from './support/test';

test(
  'variations as far as wanted, more of them, and one made again from its settings',
  { tag: '@starter' },
  async ({ page }) => {
    const app = new App(page);
    await app.open();
    await app.generate({ prompt: 'a red apple', seed: 3, steps: 2 });
    const apple = await app.download();
    const bar = page.getByRole('region', { name: 'Candidates' });

    await button(page, 'Variations').click();
    await page.getByRole('slider', { name: 'Strength' }).press('ArrowRight');
    await button(page, 'Make variations').click();
    await app.waitUntilDone();
    await expect(bar).toContainText('2 of 2');
    const near = await exportedPixels(page);
    expect([near.width, near.height]).toEqual([apple.width, apple.height]);
    expect(meanDifference(near, apple)).toBeGreaterThan(0);
    await button(page, 'Keep for later').click();
    await button(page, 'More').click();
    await expect(bar).toContainText('3 of 3');
    await expect(app.cancelButton).toHaveCount(0);
    await button(page, 'Discard').click();

    await page.getByRole('link', { name: 'Gallery' }).click();
    await page.getByRole('gridcell', { name: /^a red apple, seed 3, variation \d+/ }).click();
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText(/seed \d+, strength 0.4/);
    await button(page, 'Use settings').click();
    await expect(page.getByText(/^Variation: seed \d+, strength 0.4/)).toBeVisible();
    const generate = async () => {
      await app.generateButton.click();
      await expect(app.cancelButton).toBeVisible();
      await app.waitUntilDone();
      return app.download();
    };
    expect(await generate()).toEqual(near);
    await button(page, 'Remove variation').click();
    expect(await generate()).toEqual(apple);
  },
);
