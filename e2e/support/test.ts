import { test as base, expect, type BrowserContext } from '@playwright/test';

/** Records what must never happen in any test: a request to another origin, an uncaught error in a page. */
function watch(context: BrowserContext, origin: string): string[] {
  const wrongs: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) wrongs.push(`request to ${url.origin}`);
  });
  context.on('weberror', (error) => wrongs.push(`uncaught: ${error.error().message}`));
  return wrongs;
}

export const test = base.extend({
  context: async ({ context, baseURL }, use) => {
    const wrongs = watch(context, new URL(baseURL ?? 'http://127.0.0.1').origin);
    await use(context);
    expect(wrongs).toEqual([]);
  },
});

export { expect };
