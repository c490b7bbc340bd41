import { test as base, expect } from '@playwright/test';
import { StaticServer } from './staticServer';

/**
 * For tests that start hosts of their own. As everywhere: no request to an origin that is not one of them, no uncaught
 * error in a page. The hosts end with the test.
 */
export const test = base.extend<{ serve: typeof StaticServer.start }>({
  serve: async ({ context }, use) => {
    const hosts: StaticServer[] = [];
    const origins = new Set<string>();
    const asked = new Set<string>();
    const uncaught: string[] = [];
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http')) asked.add(url.origin);
    });
    context.on('weberror', (error) => uncaught.push(error.error().message));
    await use(async (options) => {
      const host = await StaticServer.start(options);
      hosts.push(host);
      origins.add(new URL(host.url).origin);
      return host;
    });
    expect([...asked].filter((origin) => !origins.has(origin))).toEqual([]);
    expect(uncaught).toEqual([]);
    await Promise.all(hosts.map((host) => host.stop()));
  },
});

export { expect };
