// Is a folder a starter as training/ (`python -m outpane_training export`) writes it: whole, and what it says it is?
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { NEEDED_FILES, sha256 } from './starterCard.mjs';

const isNumbers = (list, length) => Array.isArray(list) && list.length === length && list.every(Number.isFinite);

/** Every { file, shape, sha256 } and every picture that the oracle names. */
function filesOf(oracle) {
  const found = { arrays: [], pictures: new Set() };
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.file === 'string' && typeof value.sha256 === 'string') found.arrays.push(value);
    for (const key of ['picture', 'source']) if (typeof value[key] === 'string') found.pictures.add(value[key]);
    Object.values(value).forEach(visit);
  };
  visit(oracle);
  return { arrays: found.arrays, pictures: [...found.pictures] };
}

/** Names of the oracle's files, oracle.json among them. */
export function oracleFiles(folder) {
  const { arrays, pictures } = filesOf(JSON.parse(readFileSync(join(folder, 'oracle.json'), 'utf8')));
  return ['oracle.json', ...arrays.map(({ file }) => file), ...pictures].sort();
}

/** What is wrong with an .npy file of float32, or null. */
function wrongArray(path, { shape, sha256: expected }) {
  const bytes = readFileSync(path);
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') return 'is no .npy file';
  const data = bytes.subarray(10 + bytes.readUInt16LE(8));
  const length = 4 * shape.reduce((product, side) => product * side, 1);
  if (data.length !== length) return `has ${data.length} bytes of numbers where its shape needs ${length}`;
  return sha256(data) === expected ? null : 'is not what oracle.json says (sha256)';
}

const isPng = (path) =>
  readFileSync(path)
    .subarray(0, 4)
    .equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]));

/** Everything that is wrong with the folder, one sentence each. Reads only. */
export function wrongsOf(folder) {
  if (!existsSync(folder)) return [`There is no folder ${folder}.`];
  const wrongs = [];
  const has = (path) => {
    const full = join(folder, path);
    const there = existsSync(full) && statSync(full).isFile() && statSync(full).size > 0;
    if (!there) wrongs.push(`${path} is missing or empty.`);
    return there;
  };
  const json = (path) => {
    if (!has(path)) return null;
    try {
      return JSON.parse(readFileSync(join(folder, path), 'utf8'));
    } catch (error) {
      wrongs.push(`${path} is not JSON (${error.message}).`);
      return null;
    }
  };
  NEEDED_FILES.filter((path) => !path.endsWith('.json')).forEach(has);
  NEEDED_FILES.filter((path) => path.endsWith('.json')).forEach(json);

  const preview = json('preview.json');
  if (preview && !(Array.isArray(preview.matrix) && preview.matrix.length > 0 && isNumbers(preview.bias, 3))) {
    wrongs.push('preview.json needs a matrix and a bias of three numbers.');
  } else if (preview && !preview.matrix.every((row) => isNumbers(row, 3))) {
    wrongs.push('preview.json: every row of the matrix needs three numbers.');
  }

  const oracle = json('oracle/oracle.json');
  if (!oracle) return wrongs;
  for (const part of ['tokens', 'text', 'randn', 'textToImage', 'encode', 'outpaint']) {
    if (!oracle[part]) wrongs.push(`oracle/oracle.json has no ${part}.`);
  }
  const { arrays, pictures } = filesOf(oracle);
  for (const array of arrays) {
    const path = `oracle/${array.file}`;
    const wrong = has(path) && wrongArray(join(folder, path), array);
    if (wrong) wrongs.push(`${path} ${wrong}.`);
  }
  for (const picture of pictures) {
    const path = `oracle/${picture}`;
    if (has(path) && !isPng(join(folder, path))) wrongs.push(`${path} is no PNG.`);
  }
  return wrongs;
}
