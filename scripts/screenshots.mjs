// npm run screenshots: the pictures of docs/screenshots/ (start page, mid-run, result; light and dark; desktop and phone)
// as JPEG, and the two of public/screenshots/ that a browser shows when it offers to install the app.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root } from './install.mjs';

ensurePackages();
const { ensureBuild } = await import('./build.mjs');
const { ensureChromium, findChromium } = await import('./chromium.mjs');
ensureChromium();
await ensureBuild();
const { preview } = await import('vite');
const { chromium } = await import('@playwright/test');

const server = await preview({ root, logLevel: 'warn', preview: { port: 4317, open: false } });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const folder = join(root, 'docs', 'screenshots');
mkdirSync(folder, { recursive: true });

const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
for (const [screen, viewport] of Object.entries(screens)) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: screen === 'phone' ? 2 : 1 });
    const page = await context.newPage();
    const shoot = (name) =>
      page.screenshot({ path: join(folder, `${name}-${screen}-${colorScheme}.jpg`), type: 'jpeg', quality: 88 });
    const status = (text) => page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 120_000 });
    await page.goto(address);
    await page.getByRole('group', { name: 'Examples' }).waitFor();
    await page.getByText('Ready').first().waitFor({ timeout: 120_000 });
    await shoot('start');
    const prompt = page.getByRole('textbox', { name: 'Prompt', exact: true });
    for (const text of ['a birthday cake', 'a panda', 'a red apple']) {
      await prompt.fill(text);
      await prompt.press('Enter');
      await status(/Step (8|9|10|11) of/);
      if (text === 'a red apple') await shoot('running');
      await status('Done in');
    }
    await shoot('result');
    await context.close();
  }
}
await browser.close();
await server.close();

// Names and sizes are in src/pwa/manifest.ts.
const inManifest = join(root, 'public', 'screenshots');
mkdirSync(inManifest, { recursive: true });
copyFileSync(join(folder, 'result-desktop-light.jpg'), join(inManifest, 'wide.jpg'));
copyFileSync(join(folder, 'result-phone-light.jpg'), join(inManifest, 'narrow.jpg'));
