// The small pictures of the first screen, drawn by the model itself.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWebp, withPage } from './page.mjs';

/** Shown at 48 px, also on screens of twice the density. */
const SIDE = 96;
const QUALITY = 0.9;

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The files that must be written to `folder` (name -> bytes), so that its pictures are those of this revision; none where they are already. */
export async function drawExamples(folder, revision, drawing, { resize }) {
  const examples = readJson(join(folder, 'examples.json'));
  const stamp = join(folder, 'drawn.json');
  const drawn = JSON.stringify({ revision, examples }, null, 2) + '\n';
  const isDrawn =
    existsSync(stamp) &&
    JSON.stringify(readJson(stamp)) === JSON.stringify(JSON.parse(drawn)) &&
    examples.every(({ file }) => existsSync(join(folder, `${file}.webp`)));
  const files = new Map();
  if (isDrawn) return files;
  await withPage(async (page) => {
    for (const { file, prompt, seed } of examples) {
      const picture = resize(await drawing.draw({ prompt, seed }), SIDE, SIDE);
      files.set(`${file}.webp`, await encodeWebp(page, picture, QUALITY));
    }
  });
  files.set('drawn.json', Buffer.from(drawn));
  return files;
}
