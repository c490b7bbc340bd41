import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSampler } from '../../diffusion/samplers/registry';
import { flowSigmas } from '../../diffusion/schedule';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { someRequest } from '../../protocol/testing/someRequest';
import type { Latents } from '../latents';
import type { LoadedModel } from '../loadModel';
import { decode } from './decode';
import { denoise, type Conditioning } from './denoise';
import { encodeLatents } from './encodeLatents';
import { encodeGuide } from './encodeGuide';
import { prepareNoise } from './prepareLatents';
import { loadStarter, loadTiny, openNodeRuntime } from '../testing/loadStarter';
import { withoutInputs } from '../testing/withoutInputs';
import { largestDifference, pictureDifference, readNpy, readOracle, readPicture } from '../testing/oracle';

const oracle = readOracle();
const scene = readPicture(oracle.encode.picture);
/** What pictures show matters to some tests only. */
let starter: LoadedModel;
let model: LoadedModel;

beforeAll(async () => {
  const runtime = openNodeRuntime();
  starter = await loadStarter(runtime);
  model = await loadTiny(runtime);
});

afterAll(() => Promise.all([starter.dispose(), model.dispose()]));

function request(change: Partial<GenerationRequest>): GenerationRequest {
  return someRequest({
    mode: 'imageToImage',
    prompt: oracle.outpaint.prompt,
    seed: oracle.outpaint.seed,
    steps: oracle.outpaint.steps,
    guidanceScale: oracle.outpaint.guidance,
    ...change,
  });
}

/** The right half of the scene moved to the left, its last column repeated over the new right half. */
function movedScene(): RgbaImage {
  const data = new Uint8ClampedArray(scene.data.length);
  for (let y = 0; y < 256; y++) {
    for (let x = 0; x < 256; x++) {
      const from = (y * 256 + Math.min(255, x + 128)) * 4;
      data.set(scene.data.subarray(from, from + 4), (y * 256 + x) * 4);
    }
  }
  return { width: 256, height: 256, data };
}

/** 16 x 16 cells, the right half to be repainted. */
const rightHalf = Float32Array.from({ length: 256 }, (_, i) => (i % 16 < 8 ? 0 : 1));

/** Only the kept or only the repainted cells of latents, one after another. */
function cells(values: Float32Array, mask: Float32Array, which: 0 | 1): number[] {
  return [...values].filter((_, i) => mask[i % mask.length] === which);
}

async function run(
  model: LoadedModel,
  steps: number,
  conditioning: Conditioning,
  each?: (x: Latents, d: Latents, i: number) => void,
) {
  const own = request({ steps });
  const noise = prepareNoise(model.card, own);
  const plan = findSampler('flow-euler')?.plan(flowSigmas(steps, 1)) ?? [];
  const way = denoise({ model, start: noise, noise, plan, guide: await encodeGuide(model, own), conditioning });
  for (let i = 0; ; i++) {
    const { done, value } = await way.next();
    if (done) return value;
    each?.(value.latents, value.denoised, i);
  }
}

describe('encodeLatents', () => {
  it('gives the latents PyTorch gives', async () => {
    const { data, channels, width, height } = await encodeLatents(starter, scene);
    const expected = readNpy(oracle.encode.latents.file);
    expect([1, channels, height, width]).toEqual(expected.shape);
    expect(largestDifference(data, expected.data)).toBeLessThan(2e-4);
  });

  it('refuses a size off the grid', async () => {
    const odd = { width: 100, height: 256, data: new Uint8ClampedArray(100 * 256 * 4) };
    await expect(encodeLatents(model, odd)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('says that a model without an encoder can’t edit', async () => {
    const blind = { ...model, parts: { ...model.parts, vaeEncoder: undefined } };
    await expect(encodeLatents(blind, scene)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('denoise with something kept', () => {
  it('paints the outpainting tile as PyTorch does, step by step', async () => {
    const latents = readNpy(oracle.outpaint.latents.file).data;
    const denoised = readNpy(oracle.outpaint.denoised.file).data;
    const kept = (await encodeLatents(starter, movedScene())).data;
    const end = await run(starter, oracle.outpaint.steps, { repaint: rightHalf, kept }, (x, expected, i) => {
      const size = x.data.length;
      const here = <T extends Float32Array>(all: T) => all.subarray(i * size, (i + 1) * size);
      expect(largestDifference(x.data, here(latents))).toBeLessThan(2e-3);
      expect(largestDifference(expected.data, here(denoised))).toBeLessThan(2e-3);
    });
    const { mean, within } = pictureDifference(await decode(starter, end), readPicture(oracle.outpaint.picture));
    expect(mean).toBeLessThan(1);
    expect(within).toBeLessThanOrEqual(4);
  });

  it('projects for models that have no inputs for it: ends exactly on the kept latents, and elsewhere not', async () => {
    const kept = (await encodeLatents(model, scene)).data;
    const end = await run(withoutInputs(model), 3, { repaint: rightHalf, kept }, (_x, denoised) => {
      expect(cells(denoised.data, rightHalf, 0)).toEqual(cells(kept, rightHalf, 0));
    });
    expect(largestDifference(cells(end.data, rightHalf, 0), cells(kept, rightHalf, 0))).toBeLessThan(1e-6);
    expect(largestDifference(cells(end.data, rightHalf, 1), cells(kept, rightHalf, 1))).toBeGreaterThan(0.1);
  });

  it('lets soft cells change only late on the way', async () => {
    const kept = (await encodeLatents(model, scene)).data;
    const soft = rightHalf.map((value) => value * 0.5);
    const held: boolean[] = [];
    await run(withoutInputs(model), 4, { repaint: soft, kept }, (_x, { data }) => {
      const right = cells(data, rightHalf, 1);
      held.push(largestDifference(right, cells(kept, rightHalf, 1)) === 0);
    });
    expect(held).toEqual([true, true, false, false]);
  });
});
