// npm start: installs, builds and serves the app, ready to generate.
import { ensurePackages, root } from './install.mjs';

ensurePackages();
const { ensureBuild } = await import('./build.mjs');
await ensureBuild();

const { preview } = await import('vite');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const server = await preview({
  root,
  logLevel: 'warn',
  preview: {
    port: Number(process.env.PORT ?? 4173),
    strictPort: process.env.PORT !== undefined,
    open: hasDisplay && !process.env.CI && process.env.BROWSER !== 'none',
  },
});
console.log(`Outpane is at ${server.resolvedUrls?.local[0] ?? 'its address'}  (Ctrl+C ends it)`);
