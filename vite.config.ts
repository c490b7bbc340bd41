import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { thirdPartyLicences } from './scripts/licences.ts';
import { manifest } from './src/pwa/build/manifest.ts';
import { policyPlugin } from './src/pwa/build/policyPlugin.ts';

// Cross-origin isolation gives WebAssembly its threads; hosts that can't send these get them from the service worker.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

// Which plugin took how long is no warning to a person who types `npm start`.
const quiet = { checks: { pluginTimings: false } };

/** The styles come first on a slow network: with them index.html shows its bar, while the script is on its way. */
const stylesFirst: Plugin = {
  name: 'outpane:styles-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replaceAll('<script type="module"', '$& fetchpriority="low"'),
  },
};

/** Whoever gets the app gets the texts of the licences that it is under. */
const licences: Plugin = {
  name: 'outpane:licences',
  apply: 'build',
  generateBundle() {
    const root = import.meta.dirname;
    for (const fileName of ['LICENSE', 'NOTICE'])
      this.emitFile({ type: 'asset', fileName, source: readFileSync(join(root, fileName)) });
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENCES.txt', source: thirdPartyLicences(root) });
  },
};

const pwa = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/pwa',
  filename: 'serviceWorker.ts',
  registerType: 'prompt',
  // src/pwa/registration.ts registers: the ready-made script reloads every tab when one of them updates.
  injectRegister: false,
  manifest,
  includeManifestIcons: false,
  injectManifest: {
    rollupFormat: 'iife',
    // The .wasm files are listed for their hashed names only (src/pwa/serviceWorker.ts); of a model only its card.
    globPatterns: [
      '*.{html,svg,webmanifest}',
      'assets/**/*.{js,css,svg,png,webp,woff2,wasm}',
      'icons/*.png',
      'models/*/card.json',
    ],
    maximumFileSizeToCacheInBytes: 40 * 1024 * 1024,
  },
  devOptions: { enabled: false },
  integration: {
    // The worker's own build says no more than ours.
    configureCustomSWViteBuild: (build) => {
      build.logLevel = 'warn';
    },
  },
});

export default defineConfig({
  base: process.env.BASE ?? '/',
  plugins: [react(), stylesFirst, licences, pwa, policyPlugin],
  worker: { format: 'es', rolldownOptions: quiet },
  optimizeDeps: {
    exclude: ['onnxruntime-web', 'onnxruntime-web/wasm', 'onnxruntime-web/webgpu', 'onnxruntime-web/jspi'],
  },
  build: {
    target: 'es2023',
    // All of it is as small as a picture's thumbnail, and no part of the screen ever comes without its looks.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      ...quiet,
      // What the first screen needs is one file, and so is what the table needs next: left alone each falls into two dozen, which are
      // larger together and have a way to go each.
      output: {
        codeSplitting: {
          groups: [
            { name: 'shell', tags: ['$initial'], priority: 1 },
            {
              name: 'table',
              test: /\/src\/(actions|editor\/(?!files\/)|exchange\/(?!archives|importPictures|picturesHere|keptSettings|runTransfer)|app\/(stage|bootTable|tableParts))/,
            },
          ],
        },
      },
    },
  },
  server: { headers: isolation, host: '127.0.0.1' },
  preview: { headers: isolation, host: '127.0.0.1' },
});
