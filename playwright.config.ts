import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const PORT = Number(process.env.E2E_PORT ?? 4307);
/** The same app with a model of 200 KB in the starter's place (e2e/models/tiny): most tests look at no pixel that a model made. */
const TINY_PORT = PORT + 1;

const address = (port: number) => `http://127.0.0.1:${port}`;

const launch = (...more: string[]) => ({
  executablePath: findChromium(),
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...more,
  ],
});

const serve = (script: string, port: number) => ({
  command: `node ${script}`,
  env: { PORT: String(port), BROWSER: 'none' },
  url: `${address(port)}/`,
  timeout: 300_000,
  reuseExistingServer: false,
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A loaded CI machine may miss a time limit once; a second failure is a real one, and the report names both.
  retries: process.env.CI ? 1 : 0,
  // A picture takes seconds on two cores; a test that hangs must still end.
  timeout: 120_000,
  expect: { timeout: 60_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: launch(),
  },
  projects: [
    { name: 'tiny', testIgnore: /webgpu/, grepInvert: /@starter/, use: { baseURL: address(TINY_PORT) } },
    { name: 'starter', testIgnore: /webgpu/, grep: /@starter/, use: { baseURL: address(PORT) } },
    {
      name: 'webgpu',
      testMatch: /webgpu/,
      timeout: 600_000,
      use: {
        baseURL: address(PORT),
        launchOptions: launch('--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'),
      },
    },
  ],
  // One after the other: the first one builds the app.
  webServer: [serve('scripts/start.mjs', PORT), serve('e2e/support/serveTiny.mjs', TINY_PORT)],
});
