// npm run renew-starter -- FOLDER: makes a model that training/ has exported the app's starter.
// Everything is checked and drawn before the first file is written; run with the present model it changes nothing.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensurePackages, root } from './install.mjs';

const [folder] = process.argv.slice(2);
const to = { model: join(root, 'public/models/starter'), oracle: join(root, 'training/oracle') };
const examples = join(root, 'src/app/stage/examples');

async function main() {
  if (!folder) throw new Error('Name the exported folder: npm run renew-starter -- FOLDER');
  const { applyRenewal, checkDrawing, describeRenewal, planRenewal, same } = await import('./renewal.mjs');
  const { cardText } = await import('./starterCard.mjs');
  const { drawExamples } = await import('./examplePictures.mjs');
  const { PNG } = await import('pngjs');
  const { runnerImport } = await import('vite');

  const from = resolve(folder);
  const plan = planRenewal(from, to);
  console.log(`Drawing with revision ${plan.card.revision} ...`);
  const { module } = await runnerImport(join(root, 'scripts', 'drawing.ts'));
  const drawing = await module.openDrawing(from, cardText(plan.card));
  await checkDrawing(from, drawing, module, (path) => PNG.sync.read(readFileSync(path)));
  const pictures = await drawExamples(examples, plan.card.revision, drawing, module);
  await drawing.dispose();
  for (const [name, bytes] of pictures) {
    if (!same(join(examples, name), bytes)) plan.writes.set(join(examples, name), bytes);
  }

  applyRenewal(plan);
  const changed = plan.writes.size > 0 || plan.removals.length > 0;
  console.log(describeRenewal(plan, root).join('\n'));
  if (changed)
    console.log('Next: npm test, npm run screenshots, and a look at both contact sheets (training/README.md).');
}

ensurePackages();
try {
  await main();
} catch (error) {
  console.error(`${error.message}\nNothing was changed.`);
  process.exitCode = 1;
}
// onnxruntime keeps Node alive.
process.exit();
