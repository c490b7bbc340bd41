// Renders public/icons/*.png from public/favicon.svg; run it after changing the mark. node scripts/make-icons.mjs
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { root } from './install.mjs';

const rounded = readFileSync(join(root, 'public/favicon.svg'), 'utf8');
const square = rounded.replace(/ rx="\d+"/, '');
const mark = rounded.replace(/\s*<rect[^>]*\/>/, '');
// A maskable icon may be cut to a circle of 80 % of its width: the mark shrinks into it, the ground stays.
const shrunk = square.replace(
  /(<rect[^>]*\/>)([\s\S]*)(<\/svg>)/,
  '$1<g transform="translate(4.8 4.8) scale(.85)">$2</g>$3',
);

const icons = [
  ['192', 192, rounded],
  ['512', 512, rounded],
  ['maskable-512', 512, shrunk],
  ['monochrome-512', 512, mark],
  ['apple-touch-180', 180, shrunk],
];

const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage();
for (const [name, size, svg] of icons) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
  await page.screenshot({ path: join(root, `public/icons/${name}.png`), omitBackground: true });
}
await browser.close();
