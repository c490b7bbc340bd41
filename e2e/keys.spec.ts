import { App } from './support/app';
import { button, openScene, placeOf, stroke } from './support/editor';
import { expect, test } from './support/test';

test('a text field undoes its own words, and neither the picture nor its mask', async ({ page }) => {
  const app = await openScene(page);
  const place = await placeOf(page);
  await page.keyboard.press('b');
  await stroke(page, place, [
    [0.3, 0.3],
    [0.6, 0.6],
  ]);
  await expect(button(page, 'Clear mask')).toBeVisible();
  const { prompt } = app;
  await prompt.click();
  await prompt.press('Control+a');
  await prompt.press('Delete');
  await page.keyboard.type('a red fox');
  for (let i = 0; i < 12; i++) await prompt.press('Control+z');
  await expect(prompt).not.toHaveValue('a red fox');
  for (let i = 0; i < 6; i++) {
    await prompt.press('Control+y');
    await prompt.press('Control+Shift+Z');
  }
  await expect(prompt).toHaveValue('a red fox');
  await expect(button(page, 'Clear mask')).toBeVisible();
  await expect(page.getByRole('img', { name: /^Picture, 256 by 256 pixels/ })).toBeVisible();
  // Elsewhere they are the picture's.
  await page.getByRole('heading', { name: 'Outpane' }).click();
  await page.keyboard.press('Control+z');
  await expect(button(page, 'Clear mask')).toHaveCount(0);
});

test('the Enter that ends a word of an input method starts nothing', async ({ page }) => {
  const app = new App(page);
  await app.open();
  await app.prompt.fill('きつね');
  await app.prompt.evaluate((field) =>
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229, bubbles: true, cancelable: true }),
    ),
  );
  await expect(app.cancelButton).toHaveCount(0);
  await expect(app.generateButton).toBeVisible();
});
