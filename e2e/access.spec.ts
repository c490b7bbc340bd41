import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { writeFragment } from '../src/metadata/link';
import { someRequest } from '../src/protocol/testing/someRequest';
import { App, MODEL_FILES } from './support/app';
import { violations } from './support/axe';
import { button, placeOf, stroke } from './support/editor';
import { offerInstall, offerUpdate } from './support/marks';
import { downloaded, dropPng } from './support/files';
import { expect, test } from './support/test';

const combobox = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

async function clean(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

/** Opens something, looks at it, and closes it by Escape. */
async function look(page: Page, open: () => Promise<void>, shown: Locator): Promise<void> {
  await open();
  await expect(shown).toBeVisible();
  await clean(page);
  await page.keyboard.press('Escape');
  await expect(shown).toHaveCount(0);
}

async function choose(page: Page, name: RegExp): Promise<void> {
  // On a narrow window its name tells of an update.
  await page.getByRole('button', { name: /^Menu/ }).click();
  await page.getByRole('menuitem', { name }).click();
}

/** Drops the picture that "Download" gives: it carries its settings. */
const dropDownloaded = async (page: Page) => dropPng(page, readFileSync(await new App(page).downloadPath()));

/** Opens a link that carries settings, in this tab. */
async function followLink(page: Page): Promise<void> {
  const fragment = writeFragment(someRequest());
  await page.evaluate((hash) => void (location.hash = hash), fragment);
}

async function lookAtDialogs(page: Page): Promise<void> {
  await choose(page, /^Settings(?! panel)/);
  await button(page, 'New style').click();
  await clean(page);
  await look(page, () => combobox(page, 'Theme').click(), page.getByRole('listbox'));
  await look(page, () => button(page, 'Delete all data').click(), page.getByRole('alertdialog'));
  await page.keyboard.press('Escape');
  await expect(dialog(page, 'Settings')).toHaveCount(0);
  await look(page, () => choose(page, /^About Outpane/), dialog(page, 'About Outpane').getByText('Twemoji'));
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no accessibility violations on any screen, ${colorScheme}`, async ({ page, context }) => {
    test.setTimeout(480_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const app = new App(page);
    await page.route(MODEL_FILES, (route) => route.abort());
    await app.open();
    await expect(button(page, 'Try again').first()).toBeVisible();
    await clean(page);
    await page.unroute(MODEL_FILES);
    await button(page, 'Try again').first().click();
    await expect(page.getByRole('status').filter({ hasText: 'Ready' })).toBeVisible();
    await expect(page.getByRole('group', { name: 'Examples' })).toBeVisible();
    await clean(page);

    await app.set({ prompt: 'a red apple', seed: 7, steps: 24 });
    await app.generateButton.click();
    await expect(page.getByRole('status').filter({ hasText: 'Step' })).toBeVisible();
    await clean(page);
    await app.waitUntilDone();
    await button(page, 'Show details').click();
    await clean(page);

    await look(page, () => button(page, 'Menu').click(), page.getByRole('menu'));
    await look(page, () => combobox(page, 'Sampler').click(), page.getByRole('listbox'));
    await look(page, () => button(page, 'History').click(), page.getByText('Kept on this device.'));
    await look(page, () => button(page, 'Expand to a shape').click(), page.getByRole('radio', { name: 'top left' }));
    await look(page, () => page.keyboard.press('Control+k'), combobox(page, 'Find a command'));
    await look(page, () => page.keyboard.press('?'), dialog(page, 'Shortcuts'));
    await look(page, () => button(page, 'Export').click(), dialog(page, 'Export'));
    await look(page, () => dropDownloaded(page), dialog(page, 'Settings in this picture'));

    const place = await placeOf(page);
    await page.keyboard.press('m');
    await stroke(page, place, [
      [0.5, 0.5],
      [0.9, 0.9],
    ]);
    await expect(page.getByRole('group', { name: 'Mask' })).toBeVisible();
    await clean(page);
    await page.getByRole('button', { name: 'Clear mask' }).click();
    await page.keyboard.press('g');
    await expect(button(page, 'Frame')).toHaveAttribute('aria-pressed', 'true');
    await clean(page);
    await page.keyboard.press('v');

    await app.setNumber('Steps', 2);
    await button(page, 'Expand right').focus();
    await page.keyboard.press('ArrowRight');
    await clean(page);
    await page.keyboard.press('Enter');
    await expect(button(page, 'Accept')).toBeFocused();
    await clean(page);
    await page.keyboard.press('Enter');

    await page.getByRole('link', { name: 'Gallery' }).click();
    await expect(page.getByRole('gridcell').first()).toBeVisible();
    await look(page, () => button(page, 'Import, export and backup').click(), page.getByRole('menu'));
    await look(page, () => combobox(page, 'Date').click(), page.getByRole('listbox'));
    await page.getByRole('link', { name: 'Canvas' }).click();

    await lookAtDialogs(page);
    await context.setOffline(true);
    await offerInstall(page);
    await offerUpdate(page);
    await expect(page.getByText('Offline', { exact: true })).toBeVisible();
    await expect(button(page, 'Update')).toBeVisible();
    await clean(page);
    await page.setViewportSize({ width: 820, height: 1180 });
    await clean(page);
    await context.setOffline(false);
    await look(page, () => followLink(page), dialog(page, 'Settings from a link'));
    await page.setViewportSize({ width: 390, height: 844 });
    await clean(page);
    await lookAtDialogs(page);
    await look(page, () => button(page, 'Settings panel').click(), dialog(page, 'Settings'));
  });
}

/** The accessible name of what has the focus, which has to be in the window and marked. */
async function focused(page: Page): Promise<string> {
  const { name, seen } = await page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const outlined = [null, '::after'].some((part) => getComputedStyle(element, part).outlineStyle !== 'none');
    // The whole dock has the prompt's ring, a choice's words have that of its button, and a command in a menu a bar behind it.
    const otherwise = element.matches('form textarea, [type=radio], [role=menuitem]');
    const labels = element instanceof HTMLInputElement ? element.labels : null;
    return {
      name: element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent.trim(),
      seen:
        element !== document.body &&
        element.matches(':focus-visible') &&
        (outlined || otherwise) &&
        Math.min(left, top, innerWidth - right, innerHeight - bottom) >= 0,
    };
  });
  expect(seen, `the focus is seen on "${name}"`).toBe(true);
  return name;
}

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    const now = await focused(page);
    if (typeof name === 'string' ? now === name : name.test(now)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

test('with the keyboard alone: a picture, an expansion, a choice, a file, and every dialog gives the focus back', async ({
  page,
}) => {
  const app = new App(page);
  await app.open();
  const { keyboard } = page;
  await tabTo(page, 'Settings panel');
  await tabTo(page, 'Prompt');
  await keyboard.type('a red apple');
  await tabTo(page, 'Steps');
  await keyboard.type('4');
  await keyboard.press('Enter');
  await tabTo(page, 'Generate');
  await keyboard.press('Enter');
  await expect(app.cancelButton).toBeFocused();
  await app.waitUntilDone();
  await expect(app.generateButton).toBeFocused();

  await tabTo(page, 'Expand right');
  for (let i = 0; i < 4; i++) await keyboard.press('ArrowRight');
  await expect(page.getByText('384 × 256')).toBeVisible();
  await focused(page);
  await keyboard.press('Enter');
  await expect(app.cancelButton).toBeFocused();
  await focused(page);
  await expect(button(page, 'Accept')).toBeFocused();
  await focused(page);
  await keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Candidates' })).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, 'Export');
  await keyboard.press('Enter');
  await expect(button(page, 'Close')).toBeFocused();
  await tabTo(page, 'PNG');
  await keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('JPEG');
  await tabTo(page, 'Save');
  const saved = await downloaded(page, () => keyboard.press('Enter'));
  expect(saved.name).toMatch(/^a-red-apple-\d+\.jpg$/);
  await expect(button(page, 'Export')).toBeFocused();

  for (const [keys, name] of [
    ['Control+k', 'Commands'],
    ['?', 'Shortcuts'],
    ['Control+,', 'Settings'],
  ] as const) {
    await keyboard.press(keys);
    await expect(dialog(page, name).locator(':focus')).toBeVisible();
    await focused(page);
    await keyboard.press('Escape');
    await expect(button(page, 'Export')).toBeFocused();
  }
  await tabTo(page, 'History');
  await keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'History' })).toBeVisible();
  await expect(button(page, 'History')).not.toBeFocused();
  await keyboard.press('Escape');
  await expect(button(page, 'History')).toBeFocused();

  await tabTo(page, 'Menu');
  await keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await keyboard.press('End');
  expect(await focused(page)).toContain('About Outpane');
  await keyboard.press('Enter');
  await expect(button(page, 'Close')).toBeFocused();
  await keyboard.press('Escape');
  await expect(button(page, 'Menu')).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(button(page, 'Menu')).toBeFocused();
});
