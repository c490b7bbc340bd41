import type { Page } from '@playwright/test';
import { App } from './support/app';
import { button, scene } from './support/editor';
import { permit } from './support/permit';
import { expect, test } from './support/test';

const picture = (page: Page, name: string) => page.getByRole('img', { name, exact: true });

async function settingsDialog(page: Page) {
  await page.keyboard.press('Control+,');
  return page.getByRole('dialog', { name: 'Settings' });
}

test('a file opened with the app, a shared picture and the icon’s shortcut lead to the canvas', async ({ page }) => {
  // Chromium fills its launch queue for installed apps alone; what it would put in is put in here, with a real file.
  await page.addInitScript(() => {
    const setConsumer = (consumer: unknown) => Object.assign(window, { consumer });
    Object.defineProperty(window, 'launchQueue', { value: { setConsumer } });
  });
  await page.goto('/#/gallery');
  await expect(page.getByRole('region', { name: 'Gallery' })).toBeVisible();
  await page.waitForFunction(() => 'consumer' in window);
  await page.evaluate(
    async (bytes) => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle('scene.png', { create: true });
      const file = await handle.createWritable();
      await file.write(new Uint8Array(bytes));
      await file.close();
      const gone = await folder.getFileHandle('gone.png', { create: true });
      await folder.removeEntry('gone.png');
      const { consumer } = window as unknown as { consumer: (params: object) => void };
      consumer({ files: [handle, gone], targetURL: location.href });
    },
    [...scene(300, 200)],
  );
  await expect(picture(page, 'Picture, 300 by 200 pixels')).toBeVisible();

  await page.goto('/?new');
  const app = new App(page);
  await expect(app.prompt).toBeFocused();
  await expect(button(page, 'Expand right')).toHaveCount(0);
  await expect(button(page, 'Undo')).toBeEnabled();
  expect(new URL(page.url()).search).toBe('');

  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const answer = await page.evaluate(
    async (bytes) => {
      const form = new FormData();
      form.append('image', new File([new Uint8Array(bytes)], 'shared.png', { type: 'image/png' }));
      return (await fetch('share', { method: 'POST', body: form, redirect: 'manual' })).type;
    },
    [...scene(200, 120)],
  );
  expect(answer).toBe('opaqueredirect');
  await page.goto('/?share');
  await expect(picture(page, 'Picture, 200 by 120 pixels')).toBeVisible();
});

test(
  'a run keeps the screen awake and marks the icon; the end of a long one is told to a person who asked for it',
  { tag: '@starter' },
  async ({ page }) => {
    await page.clock.install();
    await page.addInitScript(() => {
      const calls: string[] = [];
      Object.assign(window, { calls });
      const { wakeLock } = navigator;
      const request = wakeLock.request.bind(wakeLock);
      wakeLock.request = async (type) => {
        const sentinel = await request(type);
        calls.push('awake');
        sentinel.addEventListener('release', () => calls.push('released'));
        return sentinel;
      };
      navigator.setAppBadge = async () => void calls.push('badge');
      navigator.clearAppBadge = async () => void calls.push('no badge');
      // A window without a profile may show none, whoever permits it.
      const shown = class extends EventTarget {
        static permission = 'granted';
        constructor(title: string) {
          super();
          calls.push(title);
        }
      };
      Object.assign(window, { Notification: shown });
    });
    const app = new App(page);
    await app.open();
    await permit(page, 'screen-wake-lock', 'granted');
    const calls = () => page.evaluate(() => (window as unknown as { calls: string[] }).calls.splice(0));
    const runFor = async (seconds: number) => {
      await app.set({ prompt: 'a red apple', steps: 5 });
      await calls();
      await app.generateButton.click();
      await expect(page.getByRole('status').filter({ hasText: 'Step' })).toBeVisible();
      await page.clock.fastForward(1000 * seconds);
      await expect(app.cancelButton).toBeHidden();
    };
    await runFor(0);
    await expect(app.generateButton).toBeVisible();
    expect((await calls()).sort()).toEqual(['awake', 'badge', 'no badge', 'released']);

    const dialog = await settingsDialog(page);
    await dialog.getByRole('switch', { name: 'Notify when a long job ends' }).click();
    await expect(dialog.getByRole('switch', { name: 'Notify when a long job ends' })).toBeChecked();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await runFor(11);
    expect(await calls()).not.toContain('Your picture is ready');
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
    await runFor(0);
    expect(await calls()).not.toContain('Your picture is ready');
    await runFor(11);
    expect(await calls()).toContain('Your picture is ready');
  },
);

test('where the browser offers to install, a button does; where it can’t, the words say how', async ({
  page,
  context,
}) => {
  await new App(page).open();
  await expect(button(page, 'Install')).toHaveCount(0);
  await page.evaluate(() => {
    const prompt = async () => {
      document.title = 'asked';
      return { outcome: 'accepted' };
    };
    dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
  await button(page, 'Install').click();
  await expect(page).toHaveTitle('asked');
  await expect(button(page, 'Install')).toHaveCount(0);

  const phone = await context.newPage();
  await phone.addInitScript(() => Object.defineProperty(navigator, 'standalone', { value: false }));
  await new App(phone).open();
  const dialog = await settingsDialog(phone);
  await expect(dialog.getByText('To install: Share, then Add to Home Screen.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await button(phone, 'Install').click();
  await expect(phone.getByText('To install: Share, then Add to Home Screen', { exact: true })).toBeVisible();
});
