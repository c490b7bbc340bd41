// What `npm run renew-starter` does, in steps that a test can take with folders of its own.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { cardText, makeCard, modelPaths } from './starterCard.mjs';
import { oracleFiles, wrongsOf } from './starterFolder.mjs';

/** Allowed: mean and (for 99.9 % of the values) largest difference of a picture from its oracle, in byte steps. */
const MEAN = 1;
const WITHIN = 4;

/** Whether the file is there with just these bytes. */
export const same = (path, bytes) => existsSync(path) && readFileSync(path).equals(bytes);

/** Writes a file in one go: whoever reads it meanwhile sees the old or the new one. */
function write(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'));
}

/**
 * Reads everything that is going to be, and writes nothing. `from`: the exported folder; `to`: { model, oracle }, the folders of
 * the app. Returns { card, oldCard, writes: Map of path -> bytes, removals }. Throws with all that is wrong with `from`.
 */
export function planRenewal(from, to) {
  const wrongs = wrongsOf(from);
  if (wrongs.length > 0) throw new Error(wrongs.join('\n'));

  const cardFile = join(to.model, 'card.json');
  const oldCard = existsSync(cardFile) ? JSON.parse(readFileSync(cardFile, 'utf8')) : null;
  const sources = [...modelPaths(from), 'preview.json'];
  // The preview kernel belongs to the decoder: an export without one keeps the present one as long as the decoder is the same.
  const kernel = 'preview-kernel.json';
  const ownKernel = existsSync(join(from, kernel));
  const card = makeCard(from, { kernelFile: join(ownKernel ? from : to.model, kernel) });
  const decoders = [card, oldCard].map(
    (one) => one?.files.find(({ path }) => path === 'vae_decoder/model.onnx')?.sha256,
  );
  if (ownKernel) sources.push(kernel);
  else if (card.preview.kernel && decoders[0] !== decoders[1]) {
    throw new Error(
      `The decoder is another one, so ${kernel} must be made anew: export it with --data (training/README.md)`,
    );
  }

  const writes = new Map();
  const want = (path, bytes) => same(path, bytes) || writes.set(path, bytes);
  for (const path of sources) want(join(to.model, path), readFileSync(join(from, path)));
  want(cardFile, Buffer.from(cardText(card)));
  const names = oracleFiles(join(from, 'oracle'));
  for (const name of names) want(join(to.oracle, name), readFileSync(join(from, 'oracle', name)));

  const wanted = new Set([...sources, kernel, 'card.json']);
  const oldNames = existsSync(join(to.oracle, 'oracle.json')) ? oracleFiles(to.oracle) : [];
  const removals = [
    ...filesBelow(to.model)
      .filter((path) => !wanted.has(path))
      .map((path) => join(to.model, path)),
    // Other oracles (of the samplers, say) lie there, too: only what the old one named goes.
    ...oldNames
      .filter((name) => !names.includes(name) && existsSync(join(to.oracle, name)))
      .map((name) => join(to.oracle, name)),
  ];
  return { card, oldCard, writes, removals };
}

/** Throws when the model does not draw its own oracle's picture (the quickest of them). */
export async function checkDrawing(from, drawing, { pictureDifference }, readPng) {
  const { textToImage } = JSON.parse(readFileSync(join(from, 'oracle', 'oracle.json'), 'utf8'));
  const cost = (run) => run.steps * (run.guidance === 1 ? 1 : 2) * run.width * run.height;
  const [run] = textToImage.toSorted((a, b) => cost(a) - cost(b));
  const { prompt, negative, seed, steps, guidance, width, height } = run;
  const wish = { prompt, negativePrompt: negative, seed, steps, guidanceScale: guidance, width, height };
  const { mean, within } = pictureDifference(await drawing.draw(wish), readPng(join(from, 'oracle', run.picture)));
  if (mean <= MEAN && within <= WITHIN) return;
  throw new Error(
    `The model does not draw what its oracle says: "${prompt}" differs from oracle/${run.picture} by ${mean.toFixed(2)} of 255 in the mean. ` +
      'Do the oracle and the graphs come from the same checkpoint?',
  );
}

export function applyRenewal({ writes, removals }) {
  for (const [path, bytes] of writes) write(path, bytes);
  for (const path of removals) rmSync(path);
}

const bytesOf = (files) => files.reduce((sum, { size }) => sum + size, 0);
const count = (number, word) => `${number.toLocaleString('en')} ${word}${number === 1 ? '' : 's'}`;

/** What changed, for a person: revisions, files by size and hash, and what an installed app will fetch. */
export function describeRenewal({ card, oldCard, writes, removals }, root) {
  if (writes.size === 0 && removals.length === 0)
    return [`Nothing has changed: revision ${card.revision} is the app's starter.`];
  const lines = [`Starter: revision ${oldCard?.revision ?? 'none'} -> ${card.revision}`];
  const old = new Map((oldCard?.files ?? []).map((file) => [file.path, file]));
  const fact = (file) => (file ? `${file.size.toLocaleString('en')} bytes, ${file.sha256.slice(0, 12)}` : 'none');
  const paths = new Set([...old.keys(), ...card.files.map(({ path }) => path)]);
  for (const path of paths) {
    const file = card.files.find((one) => one.path === path);
    if (file?.sha256 !== old.get(path)?.sha256) lines.push(`  ${path}: ${fact(old.get(path))} -> ${fact(file)}`);
  }
  const oldHashes = new Set((oldCard?.files ?? []).map(({ sha256 }) => sha256));
  const fetched = card.files.filter(({ sha256 }) => !oldHashes.has(sha256) || card.chunkSize !== oldCard?.chunkSize);
  const shared = card.files.filter((file) => !fetched.includes(file));
  const chunks = (files) =>
    count(
      files.reduce((sum, file) => sum + file.chunks.length, 0),
      'chunk',
    );
  lines.push(
    `  shared with the old revision: ${chunks(shared)}, ${bytesOf(shared).toLocaleString('en')} bytes`,
    `  an installed app fetches: ${chunks(fetched)}, ${bytesOf(fetched).toLocaleString('en')} bytes`,
    'Files written:',
    ...[...writes].map(([path, bytes]) => `  ${relative(root, path)} (${bytes.length.toLocaleString('en')} bytes)`),
    ...(removals.length > 0 ? ['Files removed:', ...removals.map((path) => `  ${relative(root, path)}`)] : []),
  );
  return lines;
}
