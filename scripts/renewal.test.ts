import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDrawing, pictureDifference } from './drawing';
import { applyRenewal, checkDrawing, describeRenewal, planRenewal } from './renewal.mjs';
import { cardText } from './starterCard.mjs';

let root: string;
/** An export as it comes, and the app's folders with the same model in them. */
let from: string;
let to: { model: string; oracle: string };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'outpane-renewal-'));
  from = join(root, 'export');
  to = { model: join(root, 'model'), oracle: join(root, 'oracle') };
  cpSync('public/models/starter', to.model, { recursive: true });
  cpSync('training/oracle', to.oracle, { recursive: true });
  cpSync(to.model, from, { recursive: true });
  rmSync(join(from, 'card.json'));
  rmSync(join(from, 'preview-kernel.json'));
  cpSync(to.oracle, join(from, 'oracle'), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

const append = (path: string) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from(' ')]));

function stateOf(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return names.map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`).join('\n');
}

it('changes nothing when the app has this model', () => {
  const plan = planRenewal(from, to);
  expect([...plan.writes.keys(), ...plan.removals]).toEqual([]);
  expect(describeRenewal(plan, root)).toEqual([
    `Nothing has changed: revision ${plan.card.revision} is the app's starter.`,
  ]);
});

it('takes a new model over, says what an installed app fetches, and is done then', () => {
  append(join(from, 'tokenizer/tokenizer_config.json'));
  writeFileSync(join(from, 'sheet.png'), 'no file of a model');
  writeFileSync(join(to.model, 'text_encoder/model.onnx_data_9'), 'of an older model');
  const plan = planRenewal(from, to);
  const before = stateOf(root);
  const said = describeRenewal(plan, root).join('\n');
  expect(stateOf(root)).toBe(before);
  expect(said).toContain(`Starter: revision ${plan.oldCard.revision} -> ${plan.card.revision}`);
  const path = 'tokenizer/tokenizer_config.json';
  const size = readFileSync(join(to.model, path)).length;
  const shared = plan.card.files.filter((file) => file.path !== path);
  const bytes = shared.reduce((sum, file) => sum + file.size, 0).toLocaleString('en');
  const chunks = shared.reduce((sum, file) => sum + file.chunks.length, 0);
  expect(said).toMatch(new RegExp(`${path}: ${size} bytes, \\w{12} -> ${size + 1} bytes, \\w{12}`));
  expect(said).toContain(`shared with the old revision: ${chunks} chunks, ${bytes} bytes`);
  expect(said).toContain(`an installed app fetches: 1 chunk, ${size + 1} bytes`);

  applyRenewal(plan);
  expect(plan.card.revision).not.toBe(plan.oldCard.revision);
  expect(readFileSync(join(to.model, 'card.json'), 'utf8')).toBe(cardText(plan.card));
  expect(existsSync(join(to.model, 'text_encoder/model.onnx_data_9'))).toBe(false);
  expect(existsSync(join(to.model, 'sheet.png'))).toBe(false);
  // The kernel goes with the decoder, which is the same; the samplers' oracle is none of the model's.
  expect(plan.card.preview.kernel).toBeDefined();
  expect(existsSync(join(to.model, 'preview-kernel.json'))).toBe(true);
  expect(existsSync(join(to.oracle, 'samplers.json'))).toBe(true);
  expect(planRenewal(from, to).writes.size).toBe(0);
});

it('takes the oracles over', () => {
  const path = join(from, 'oracle/oracle.json');
  const oracle = JSON.parse(readFileSync(path, 'utf8'));
  oracle.textToImage = oracle.textToImage.slice(0, 2);
  writeFileSync(path, JSON.stringify(oracle));
  applyRenewal(planRenewal(from, to));
  expect(existsSync(join(to.oracle, 'apple.png'))).toBe(true);
  expect(existsSync(join(to.oracle, 'wide.png'))).toBe(false);
  expect(existsSync(join(to.oracle, 'samplers.json'))).toBe(true);
});

describe('refuses, with all that is wrong,', () => {
  const refused = () => {
    const before = stateOf(root);
    let message = '';
    try {
      planRenewal(from, to);
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
    expect(stateOf(root)).toBe(before);
    return message;
  };

  it('what is missing or empty', () => {
    rmSync(join(from, 'unet'), { recursive: true });
    writeFileSync(join(from, 'vae_encoder/model.onnx'), '');
    rmSync(join(from, 'oracle/plain_latents.npy'));
    expect(refused().split('\n')).toEqual([
      'unet/model.onnx is missing or empty.',
      'vae_encoder/model.onnx is missing or empty.',
      'oracle/plain_latents.npy is missing or empty.',
    ]);
  });

  it('what is not what it says', () => {
    writeFileSync(join(from, 'tokenizer/tokenizer.json'), '{');
    writeFileSync(join(from, 'preview.json'), '{"matrix":[[1,2]],"bias":[0,0,0]}');
    writeFileSync(join(from, 'oracle/apple.png'), 'no picture');
    const latents = join(from, 'oracle/encode.npy');
    const bytes = readFileSync(latents);
    const last = bytes.length - 1;
    bytes.writeUInt8(bytes.readUInt8(last) ^ 1, last);
    writeFileSync(latents, bytes);
    const wrongs = refused().split('\n');
    expect(wrongs).toHaveLength(4);
    expect(wrongs[0]).toContain('tokenizer/tokenizer.json is not JSON');
    expect(wrongs.slice(1)).toEqual([
      'preview.json: every row of the matrix needs three numbers.',
      'oracle/encode.npy is not what oracle.json says (sha256).',
      'oracle/apple.png is no PNG.',
    ]);
  });

  it('a new decoder without its preview kernel', () => {
    append(join(from, 'vae_decoder/model.onnx'));
    expect(refused()).toContain('export it with --data');
  });

  it('a folder that is not there', () => {
    from = join(root, 'nowhere');
    expect(refused()).toBe(`There is no folder ${from}.`);
  });
});

it('draws what the oracle says, and refuses graphs that draw something else', async () => {
  const { card } = planRenewal(from, to);
  const drawing = await openDrawing(from, cardText(card));
  const readPng = (path: string) => {
    const { width, height, data } = PNG.sync.read(readFileSync(path));
    return { width, height, data: new Uint8ClampedArray(data) };
  };
  await checkDrawing(from, drawing, { pictureDifference }, readPng);
  await drawing.dispose();
  const another = { draw: async () => readPng(join(from, 'oracle/apple.png')) };
  await expect(checkDrawing(from, another, { pictureDifference }, readPng)).rejects.toThrow(
    /does not draw what its oracle says: "a glossy 3d rocket"/,
  );
});
