import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../models/modelCard';
import type { Latents } from './latents';
import type { LoadedModel } from './loadModel';
import { matrixPreview, Previewer } from './preview';

const card = {
  latents: { channels: 2, factor: 8, scale: 1, shift: 0 },
  preview: {
    matrix: [
      [1, 0, 0],
      [0, 0.5, -0.5],
    ],
    bias: [0, 0, 0.5],
  },
} as unknown as ModelCard;

const latents: Latents = { channels: 2, width: 2, height: 1, data: new Float32Array([0.2, 5, 1, -1]) };

/** A model whose decoder gives a picture of 16 x 8, grey unless said otherwise, and counts. */
function modelWith(decodeSeconds: number | null, value = 0): { model: LoadedModel; decoded: () => number } {
  let runs = 0;
  const run = () => {
    runs++;
    return Promise.resolve({ data: new Float32Array(3 * 128).fill(value), dims: [1, 3, 8, 16] });
  };
  const model = { card, measured: { decodeSeconds }, parts: { vaeDecoder: { run } } } as unknown as LoadedModel;
  return { model, decoded: () => runs };
}

describe('matrixPreview', () => {
  it('multiplies, adds the bias and clamps', () => {
    const { width, height, data } = matrixPreview(card, latents);
    expect([width, height]).toEqual([2, 1]);
    // Cell 0: red 0.2, green 0.5, blue 0.5 - 0.5; cell 1: red 5 is too much, green -0.5, blue 0.5 + 0.5.
    expect([...data]).toEqual([153, 191, 128, 255, 255, 64, 255, 255]);
  });
});

describe('Previewer', () => {
  it('is silent when previews are off', async () => {
    const { model } = modelWith(0);
    expect(await new Previewer(model, 'off').look(latents, 1)).toBeNull();
  });

  it('takes the matrix while the decoder’s cost is not known', async () => {
    const { model, decoded } = modelWith(null);
    const image = await new Previewer(model, 'decoder').look(latents, 100);
    expect([image?.width, decoded()]).toEqual([2, 0]);
  });

  it('takes the decoder only when its cost fits into 5 % of the steps so far', async () => {
    const { model, decoded } = modelWith(0.09);
    const previewer = new Previewer(model, 'decoder');
    expect((await previewer.look(latents, 1))?.width).toBe(2);
    expect((await previewer.look(latents, 1))?.width).toBe(16);
    expect(decoded()).toBe(1);
  });

  it('leaves a look out whose numbers are not finite, and counts its time', async () => {
    const { model, decoded } = modelWith(0, NaN);
    const previewer = new Previewer(model, 'decoder');
    expect(await previewer.look(latents, 100)).toBeNull();
    expect(decoded()).toBe(1);
    expect(previewer.seconds).toBeGreaterThan(0);
  });

  it('hides no other failure', async () => {
    const { model } = modelWith(0);
    const broken = { ...model, parts: { vaeDecoder: { run: () => Promise.reject(new Error('device lost')) } } };
    await expect(new Previewer(broken as unknown as LoadedModel, 'decoder').look(latents, 100)).rejects.toThrow('lost');
  });
});
