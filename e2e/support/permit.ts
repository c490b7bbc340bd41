import type { Page } from '@playwright/test';

/** Answers for the person what the browser would ask them; Playwright's own `grantPermissions` doesn't know these. */
export async function permit(
  page: Page,
  name: 'persistent-storage' | 'screen-wake-lock',
  setting: 'denied' | 'granted',
): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { browserContextId } = (await cdp.send('Target.getTargetInfo')).targetInfo;
  const origin = new URL(page.url()).origin;
  await cdp.send('Browser.setPermission', { permission: { name }, setting, origin, browserContextId });
}
