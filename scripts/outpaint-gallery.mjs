// npm run outpaint-gallery: draws twelve scenes with their first seeds, grows them, and writes docs/outpaintings/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages, root } from './install.mjs';

ensurePackages();
const { runnerImport } = await import('vite');
const { encodeWebp, withPage } = await import('./page.mjs');
const { module: grow } = await runnerImport(join(root, 'bench', 'expand.ts'));
const { module: starter } = await runnerImport(join(root, 'src', 'pipeline', 'testing', 'loadStarter.ts'));

const STEPS = 12;
const MARGINS = [
  { right: 256 },
  { left: 256 },
  { left: 128, right: 128 },
  { top: 128, right: 128, bottom: 128, left: 128 },
];

const folder = join(root, 'docs', 'outpaintings');
mkdirSync(folder, { recursive: true });
const model = await starter.loadStarter();
const words = (margins) =>
  Object.entries(margins)
    .map(([side, pixels]) => `${side} ${pixels}`)
    .join(', ');
const lines = [];
const QUALITY = 0.92;
await withPage(async (page) => {
  for (const [seed, prompt] of grow.SCENES.slice(0, 12).entries()) {
    const margins = MARGINS[seed % MARGINS.length];
    const picture = await grow.draw(model, prompt, seed, STEPS);
    const { image, tiles, seconds } = await grow.expand(model, picture, margins, { prompt, seed, steps: STEPS });
    const name = `${String(seed + 1).padStart(2, '0')}.webp`;
    writeFileSync(join(folder, name), await encodeWebp(page, image, QUALITY));
    lines.push(`| ![${prompt}](outpaintings/${name}) | ${prompt} | ${seed} | ${words(margins)} | ${tiles} |`);
    console.log(`${name}: ${prompt}, ${words(margins)}, ${tiles} passes, ${seconds.toFixed(1)} s`);
  }
});
await model.dispose();
console.log(`\nFor docs/outpaintings.md:\n${lines.join('\n')}`);
process.exit(0);
