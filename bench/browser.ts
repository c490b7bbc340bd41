import { chromium, type Browser, type Page } from '@playwright/test';
import { preview, type Plugin } from 'vite';
import { findChromium } from '../scripts/chromium.mjs';
import { root } from '../scripts/install.mjs';

/** Serves the app as scripts/bench.mjs has built it while `measure` runs, and ends that whatever happens. */
export async function withServer<T>(measure: (address: string) => Promise<T>, plugins: Plugin[] = []): Promise<T> {
  const server = await preview({ root, logLevel: 'warn', plugins, preview: { port: 4327, open: false } });
  try {
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('the server has no address');
    return await measure(address);
  } finally {
    await server.close();
  }
}

/** The same with a browser, which is closed at the end. */
export function withApp<T>(
  measure: (browser: Browser, address: string) => Promise<T>,
  plugins: Plugin[] = [],
): Promise<T> {
  return withServer(async (address) => {
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-quic'] });
    try {
      return await measure(browser, address);
    } finally {
      await browser.close();
    }
  }, plugins);
}

/** Resolves when a status line of the page holds `text`. */
export function statusSays(page: Page, text: string | RegExp): Promise<void> {
  return page.getByRole('status').filter({ hasText: text }).first().waitFor({ timeout: 300_000 });
}
