import { expect, type Page } from '@playwright/test';

/** As when the browser offers to install the app. */
export async function offerInstall(page: Page): Promise<void> {
  await page.evaluate(() => {
    const prompt = async () => ({ outcome: 'accepted' });
    dispatchEvent(Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }));
  });
}

/** As when another tab has changed over to a new version: this one may follow. */
export async function offerUpdate(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.evaluate(() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange')));
}
