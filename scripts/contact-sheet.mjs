// node scripts/contact-sheet.mjs OUT.png [--model FOLDER] [--prompts FILE] [--seeds N]
// Draws prompts (one a line; without FILE those of training/prompts.txt) with seeds 1 to N (1) by the app's own pipeline, and
// lays the pictures side by side with their words. Two models are compared by two sheets: same prompts, same seeds.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages, root } from './install.mjs';

const USAGE = 'node scripts/contact-sheet.mjs OUT.png [--model FOLDER] [--prompts FILE] [--seeds N]';
const COLUMNS = 8;

function readArguments() {
  const options = { model: { type: 'string' }, prompts: { type: 'string' }, seeds: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const seeds = Number(values.seeds ?? 1);
  if (positionals.length !== 1 || !positionals[0].endsWith('.png')) throw new Error('Name one PNG file to write.');
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > 64) throw new Error('--seeds is a whole number from 1 to 64.');
  const prompts = readFileSync(values.prompts ?? join(root, 'training', 'prompts.txt'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return { out: positionals[0], folder: resolve(values.model ?? join(root, 'public/models/starter')), prompts, seeds };
}

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function html(cells, columns, size) {
  const figures = cells.map(
    ({ png, label }) =>
      `<figure><img src="data:image/png;base64,${png}"><figcaption>${escape(label)}</figcaption></figure>`,
  );
  return `<style>
    body { margin: 0; padding: 8px; background: white; font: 13px/16px sans-serif; }
    main { display: inline-grid; grid-template-columns: repeat(${columns}, ${size}px); gap: 8px; }
    figure { margin: 0; } img { display: block; } figcaption { height: 32px; margin-top: 2px; overflow: hidden; }
  </style><main>${figures.join('')}</main>`;
}

async function main() {
  const { out, folder, prompts, seeds } = readArguments();
  const { runnerImport } = await import('vite');
  const { PNG } = await import('pngjs');
  const { cardText, makeCard } = await import('./starterCard.mjs');
  const { withPage } = await import('./page.mjs');
  const { module } = await runnerImport(join(root, 'scripts', 'drawing.ts'));
  const card = makeCard(folder);
  const drawing = await module.openDrawing(folder, cardText(card));
  const cells = [];
  for (const prompt of prompts) {
    for (let seed = 1; seed <= seeds; seed++) {
      const { width, height, data } = await drawing.draw({ prompt, seed });
      const png = PNG.sync.write({ width, height, data: Buffer.from(data) }).toString('base64');
      cells.push({ png, label: seeds > 1 ? `${prompt} (${seed})` : prompt });
      if (process.stdout.isTTY) process.stdout.write(`\r${cells.length} of ${prompts.length * seeds}`);
    }
  }
  await drawing.dispose();
  // A prompt's seeds stay in one row.
  const columns = seeds >= COLUMNS ? seeds : Math.floor(COLUMNS / seeds) * seeds;
  await withPage(async (page) => {
    await page.setContent(html(cells, Math.min(columns, cells.length), card.size.native));
    await page.locator('body').evaluate((body) => (body.style.width = 'max-content'));
    await page.locator('body').screenshot({ path: out });
  });
  console.log(
    `${process.stdout.isTTY ? '\n' : ''}${out}: revision ${card.revision}, ${prompts.length} prompts, seeds 1 to ${seeds}`,
  );
}

ensurePackages();
try {
  await main();
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 1;
}
process.exit();
