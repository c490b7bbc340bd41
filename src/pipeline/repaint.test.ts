import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSampler } from '../diffusion/samplers/registry';
import { flowSigmas } from '../diffusion/schedule';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { RgbaImage } from '../protocol/rgbaImage';
import { someRequest } from '../protocol/testing/someRequest';
import { imageToImage } from './imageToImage';
import type { Latents } from './latents';
import type { LoadedModel } from './loadModel';
import { decode } from './steps/decode';
import { denoise, type Conditioning } from './steps/denoise';
import { encodePicture } from './steps/encodePicture';
import { encodeGuide } from './steps/encodeGuide';
import { prepareNoise } from './steps/prepareLatents';
import { collect, picturesOf } from './testing/collect';
import { loadStarter } from './testing/loadStarter';
import { largestDifference, pictureDifference, readNpy, readOracle, readPicture } from './testing/oracle';

const oracle = readOracle();
const scene = readPicture(oracle.encode.picture);
let model: LoadedModel;

beforeAll(async () => {
  model = await loadStarter();
});

afterAll(() => model.dispose());

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

async function run(steps: number, conditioning: Conditioning, each?: (x: Latents, d: Latents, i: number) => void) {
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

describe('encodePicture', () => {
  it('gives the latents PyTorch gives', async () => {
    const { data, channels, width, height } = await encodePicture(model, scene);
    const expected = readNpy(oracle.encode.latents.file);
    expect([1, channels, height, width]).toEqual(expected.shape);
    expect(largestDifference(data, expected.data)).toBeLessThan(2e-4);
  });

  it('refuses a size off the grid', async () => {
    const odd = { width: 100, height: 256, data: new Uint8ClampedArray(100 * 256 * 4) };
    await expect(encodePicture(model, odd)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('says that a model without an encoder can’t edit', async () => {
    const blind = { ...model, vaeEncoder: null };
    await expect(encodePicture(blind, scene)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('denoise with something kept', () => {
  it('paints the outpainting tile as PyTorch does, step by step', async () => {
    const latents = readNpy(oracle.outpaint.latents.file).data;
    const denoised = readNpy(oracle.outpaint.denoised.file).data;
    const kept = (await encodePicture(model, movedScene())).data;
    const end = await run(oracle.outpaint.steps, { repaint: rightHalf, kept }, (x, expected, i) => {
      const size = x.data.length;
      const here = <T extends Float32Array>(all: T) => all.subarray(i * size, (i + 1) * size);
      expect(largestDifference(x.data, here(latents))).toBeLessThan(2e-3);
      expect(largestDifference(expected.data, here(denoised))).toBeLessThan(2e-3);
    });
    const { mean, within } = pictureDifference(await decode(model, end), readPicture(oracle.outpaint.picture));
    expect(mean).toBeLessThan(1);
    expect(within).toBeLessThanOrEqual(4);
  });

  it('with projection ends exactly on the kept latents, and elsewhere not', async () => {
    const kept = (await encodePicture(model, scene)).data;
    const end = await run(3, { repaint: rightHalf, kept, project: true }, (_x, denoised) => {
      expect(cells(denoised.data, rightHalf, 0)).toEqual(cells(kept, rightHalf, 0));
    });
    expect(largestDifference(cells(end.data, rightHalf, 0), cells(kept, rightHalf, 0))).toBeLessThan(1e-6);
    expect(largestDifference(cells(end.data, rightHalf, 1), cells(kept, rightHalf, 1))).toBeGreaterThan(0.1);
  });

  it('lets soft cells change only late on the way', async () => {
    const kept = (await encodePicture(model, scene)).data;
    const soft = rightHalf.map((value) => value * 0.5);
    const held: boolean[] = [];
    await run(4, { repaint: soft, kept, project: true }, (_x, { data }) => {
      const right = cells(data, rightHalf, 1);
      held.push(largestDifference(right, cells(kept, rightHalf, 1)) === 0);
    });
    expect(held).toEqual([true, true, false, false]);
  });

  it('projects by itself for models that have no inputs for it', async () => {
    // The same network, its card saying that it takes x alone: the test adds what the graph then misses.
    const card = { ...model.card, concat: 'none' as const };
    const unet = {
      ...model.unet,
      run: (feeds: Parameters<LoadedModel['unet']['run']>[0]) => {
        const sample = feeds.sample;
        if (!sample) throw new Error('no sample');
        const [batch = 0, , height = 0, width = 0] = sample.dims;
        const plane = height * width;
        const data = new Float32Array(batch * 33 * plane);
        for (let i = 0; i < batch; i++) {
          data.set(sample.data.subarray(i * 16 * plane, (i + 1) * 16 * plane), i * 33 * plane);
          data.fill(1, (i * 33 + 16) * plane, (i * 33 + 17) * plane);
        }
        return model.unet.run({ ...feeds, sample: { data, dims: [batch, 33, height, width] } });
      },
    };
    const own = request({ steps: 2 });
    const kept = (await encodePicture(model, scene)).data;
    const noise = prepareNoise(card, own);
    const plan = findSampler('flow-euler')?.plan(flowSigmas(2, 1)) ?? [];
    const input = { model: { ...model, card, unet }, start: noise, noise, plan, guide: await encodeGuide(model, own) };
    const way = denoise({ ...input, conditioning: { repaint: rightHalf, kept } });
    let step = await way.next();
    while (!step.done) step = await way.next();
    expect(largestDifference(cells(step.value.data, rightHalf, 0), cells(kept, rightHalf, 0))).toBeLessThan(1e-6);
  });
});

describe('imageToImage', () => {
  const edit = (strength: number) => ({
    intent: 'vary' as const,
    strength,
    fade: 0,
    region: { x: 40, y: -8, width: 256, height: 256 },
  });
  const vary = async (strength: number, image = scene) => {
    const own = request({ steps: 6, edit: edit(strength) });
    return collect(imageToImage(model, own, { image }, { preview: 'matrix' }));
  };

  it('gives the picture back at strength 0, in bytes of its own', async () => {
    const [picture] = picturesOf(await vary(0));
    expect(picture?.image).toEqual(scene);
    expect(picture?.image.data).not.toBe(scene.data);
  });

  it('goes further from the picture the stronger it is, in as many steps', async () => {
    const weak = await vary(0.3);
    const strong = await vary(1);
    const away = (events: typeof weak) => pictureDifference(picturesOf(events)[0]?.image ?? scene, scene).mean;
    expect(away(weak)).toBeGreaterThan(0);
    expect(away(weak)).toBeLessThan(away(strong) / 2);
    expect(weak.filter((event) => event.kind === 'step')).toHaveLength(2);
    expect(strong.filter((event) => event.kind === 'step')).toHaveLength(6);
    const preview = weak.find((event) => event.kind === 'preview');
    expect(preview).toMatchObject({ region: { x: 40, y: -8, width: 256, height: 256 } });
  });

  it('at strength 1 is text to image', async () => {
    const [painted] = picturesOf(await vary(1));
    const [other] = picturesOf(await vary(1, movedScene()));
    expect(painted?.image.data).toEqual(other?.image.data);
  });

  it('refuses a picture of another size, and a request without one', async () => {
    const small = { width: 128, height: 128, data: new Uint8ClampedArray(128 * 128 * 4) };
    const odd = { ...edit(0.5), region: { x: 0, y: 0, width: 128, height: 128 } };
    const options = { preview: 'off' as const };
    const wrong = collect(imageToImage(model, request({ edit: odd }), { image: small }, options));
    await expect(wrong).rejects.toMatchObject({ code: 'bad-request' });
    const none = collect(imageToImage(model, request({}), undefined, options));
    await expect(none).rejects.toMatchObject({ code: 'bad-request' });
  });
});
