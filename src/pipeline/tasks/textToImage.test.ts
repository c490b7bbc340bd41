import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowSigmas } from '../../diffusion/schedule';
import { findSampler } from '../../diffusion/samplers/registry';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { EngineEvent, FinishedPicture } from '../../protocol/messages';
import type { LoadedModel } from '../loadModel';
import type { ModelPart } from '../modelPart';
import { decode } from '../steps/decode';
import { denoise } from '../steps/denoise';
import { encodeGuide } from '../steps/encodeGuide';
import { encodePrompt } from '../steps/encodePrompt';
import { prepareNoise } from '../steps/prepareLatents';
import { collect, picturesOf } from '../testing/collect';
import { loadStarter, loadTiny, openNodeRuntime, unmeasured } from '../testing/loadStarter';
import {
  largestDifference,
  pictureDifference,
  readNpy,
  readOracle,
  readPicture,
  samePixels,
  type OracleRun,
} from '../testing/oracle';
import { paintPictures } from '../paintPictures';

const oracle = readOracle();
/** What pictures show matters to some tests only. */
let starter: LoadedModel;
let model: LoadedModel;

beforeAll(async () => {
  const runtime = openNodeRuntime();
  starter = await loadStarter(runtime);
  model = await loadTiny(runtime);
});

afterAll(() => Promise.all([starter.dispose(), model.dispose()]));

function requestOf(run: OracleRun): GenerationRequest {
  return {
    version: 1,
    mode: 'textToImage',
    model: { id: model.card.id, revision: model.card.revision },
    prompt: run.prompt,
    negativePrompt: run.negative,
    seed: run.seed,
    steps: run.steps,
    guidanceScale: run.guidance,
    sampler: 'flow-euler',
    width: run.width,
    height: run.height,
    pictures: 1,
  };
}

const smallRequest = (): GenerationRequest => ({
  ...requestOf(oracle.textToImage[1] as OracleRun),
  width: 128,
  height: 128,
  steps: 3,
  seed: 7,
});

describe('encodePrompt', () => {
  it.each(oracle.text)('gives the embedding of "$prompt" as PyTorch does', async ({ prompt, last_hidden_state }) => {
    const { hiddenStates } = await encodePrompt(starter, prompt);
    const expected = readNpy(last_hidden_state.file);
    expect(hiddenStates.dims).toEqual(expected.shape);
    expect(largestDifference(hiddenStates.data, expected.data)).toBeLessThan(2e-4);
  });
});

/** One of each kind: unguided, with a negative prompt, wide. A plain one is compared in the browser (e2e/generate.spec.ts). */
const kinds = oracle.textToImage.filter(
  ({ guidance, negative, width, height }) => guidance === 1 || negative !== '' || width !== height,
);

describe('the steps of textToImage', () => {
  it.each(kinds)('paint "$prompt" as PyTorch does, step by step', async (run) => {
    const request = requestOf(run);
    const noise = prepareNoise(starter.card, request);
    const plan = findSampler('flow-euler')?.plan(flowSigmas(run.steps, 1)) ?? [];
    const steps = denoise({ model: starter, start: noise, noise, plan, guide: await encodeGuide(starter, request) });
    const latents = readNpy(run.latents.file).data;
    const denoised = readNpy(run.denoised.file).data;
    const size = noise.data.length;
    for (let i = 0; ; i++) {
      const { done, value } = await steps.next();
      if (done) {
        expect(i).toBe(run.steps);
        const { mean, within } = pictureDifference(await decode(starter, value), readPicture(run.picture));
        expect(mean).toBeLessThan(1);
        expect(within).toBeLessThanOrEqual(4);
        break;
      }
      expect(largestDifference(value.latents.data, latents.slice(i * size, (i + 1) * size))).toBeLessThan(2e-3);
      expect(largestDifference(value.denoised.data, denoised.slice(i * size, (i + 1) * size))).toBeLessThan(2e-3);
    }
  });
});

describe('textToImage', () => {
  it('tells phases, steps, previews and the picture in order', async () => {
    const events = await collect(paintPictures(unmeasured(model), smallRequest(), { preview: 'decoder' }));
    expect(events.map((event) => (event.kind === 'phase' ? event.phase : event.kind))).toEqual([
      'encodingPrompt',
      'denoising',
      ...['step', 'preview', 'step', 'preview', 'step', 'preview'],
      'decoding',
      'picture',
    ]);
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.map(({ step, steps: of }) => [step, of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const preview = events.find((event) => event.kind === 'preview');
    expect(preview).toMatchObject({
      image: { width: 32, height: 32 },
      region: { x: 0, y: 0, width: 128, height: 128 },
    });
    expect(picturesOf(events)[0]?.timings.steps).toHaveLength(3);
  });

  it('counts the seeds of several pictures up, and each can be made again by its own request', async () => {
    const two = picturesOf(await collect(paintPictures(model, { ...smallRequest(), pictures: 2 }, { preview: 'off' })));
    expect(two.map(({ index, request }) => [index, request.seed, request.pictures])).toEqual([
      [0, 7, 1],
      [1, 8, 1],
    ]);
    const second = two[1] as FinishedPicture;
    const [again] = picturesOf(await collect(paintPictures(model, second.request, { preview: 'off' })));
    expect(samePixels(again?.image, second.image)).toBe(true);
    expect(pictureDifference(second.image, (two[0] as FinishedPicture).image).mean).toBeGreaterThan(1);
  });

  it('goes from the seed to the variation’s seed as its strength grows', async () => {
    const at = async (strength: number): Promise<FinishedPicture> => {
      const request = { ...smallRequest(), variation: { seed: 99, strength } };
      return picturesOf(await collect(paintPictures(model, request, { preview: 'off' })))[0] as FinishedPicture;
    };
    const [plain] = picturesOf(await collect(paintPictures(model, smallRequest(), { preview: 'off' })));
    const [other] = picturesOf(
      await collect(paintPictures(model, { ...smallRequest(), seed: 99 }, { preview: 'off' })),
    );
    expect(samePixels((await at(0)).image, plain?.image)).toBe(true);
    expect(samePixels((await at(1)).image, other?.image)).toBe(true);
    const between = (await at(0.2)).image;
    const near = pictureDifference(between, plain?.image ?? between).mean;
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(pictureDifference(between, other?.image ?? between).mean);
  });

  it('stops between steps when it is cancelled, with no picture, and can be used again', async () => {
    const controller = new AbortController();
    const events: EngineEvent[] = [];
    const run = async (): Promise<void> => {
      for await (const event of paintPictures(model, smallRequest(), { preview: 'off', signal: controller.signal })) {
        events.push(event);
        // As a message would: not while the pipeline runs, but when it lets messages in.
        if (event.kind === 'step') setImmediate(() => controller.abort());
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
    expect(events.filter((event) => event.kind === 'step').length).toBeLessThan(3);
    expect(picturesOf(events)).toEqual([]);
    expect(picturesOf(await collect(paintPictures(model, smallRequest(), { preview: 'off' })))).toHaveLength(1);
  });

  it.each([
    ['a width off the grid', { width: 130 }, /width.*130/],
    ['a height too large', { height: 1024 }, /height.*1024/],
    ['an unknown sampler', { sampler: 'nope' }, /sampler.*nope/],
    ['too many steps', { steps: 51 }, /steps/],
    ['seeds that run out', { seed: Number.MAX_SAFE_INTEGER, pictures: 2 }, /seed/],
    ['a kind of picture that a later version makes', { mode: 'upscale' as never }, /kind of picture/],
    ['another model', { model: { id: 'other', revision: '' } }, /another model/],
  ])('refuses %s', async (_what, change, message) => {
    const run = collect(paintPictures(model, { ...smallRequest(), ...change }, { preview: 'off' }));
    await expect(run).rejects.toMatchObject({ code: 'bad-request', message: expect.stringMatching(message) as string });
  });

  it('notices numbers that are not finite', async () => {
    const unet: ModelPart = {
      ...model.parts.unet,
      run: async (feeds, output) => {
        const result = await model.parts.unet.run(feeds, output);
        result.data[5] = NaN;
        return result;
      },
    };
    const broken = { ...model, parts: { ...model.parts, unet } };
    const run = collect(paintPictures(broken, smallRequest(), { preview: 'off' }));
    await expect(run).rejects.toMatchObject({ code: 'not-finite' });
  });
});
