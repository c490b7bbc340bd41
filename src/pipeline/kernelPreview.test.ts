import { describe, expect, it } from 'vitest';
import { kernelPreview } from './kernelPreview';
import { readStarterCard } from './testing/loadStarter';
import { readNpy, readOracle, readPicture } from './testing/oracle';

const base64 = (values: number[]) => btoa(String.fromCharCode(...Int8Array.from(values).map((value) => value & 0xff)));

describe('kernelPreview', () => {
  it('gives each cell its own pixels, outputs ordered colour, row, column', () => {
    // One channel, one tap; output o is o / 10 of the cell's value, less 1.
    const weights = base64(Array.from({ length: 12 }, (_, output) => output));
    const kernel = { size: 1, upscale: 2, weights, scale: Array(12).fill(0.1), bias: Array(12).fill(-1) } as const;
    const latents = { channels: 1, width: 2, height: 1, data: new Float32Array([1, 2]) };
    const image = kernelPreview({ ...kernel }, latents);
    expect([image.width, image.height]).toEqual([4, 2]);
    const level = (output: number, value: number) => Math.min(255, Math.round((output / 10) * value * 127.5));
    const pixel = (x: number, y: number) => [...image.data.subarray((y * 4 + x) * 4, (y * 4 + x) * 4 + 4)];
    expect(pixel(0, 0)).toEqual([level(0, 1), level(4, 1), level(8, 1), 255]);
    expect(pixel(1, 1)).toEqual([level(3, 1), level(7, 1), level(11, 1), 255]);
    expect(pixel(2, 1)).toEqual([level(2, 2), level(6, 2), level(10, 2), 255]);
  });

  it('repeats the edge cells outside', () => {
    // A 3 x 3 mean: constant latents stay constant up to the corner.
    const kernel = {
      size: 3,
      upscale: 1,
      weights: base64(Array(27).fill(1)),
      scale: [1 / 9, 1 / 9, 1 / 9],
      bias: [0, 0, 0],
    } as const;
    const latents = { channels: 1, width: 3, height: 2, data: new Float32Array(6).fill(0.2) };
    expect(
      new Set(kernelPreview({ ...kernel, scale: [...kernel.scale], bias: [...kernel.bias] }, latents).data),
    ).toEqual(new Set([153, 255]));
  });

  it('of the starter looks like the picture at a quarter of its size', async () => {
    const { encode } = readOracle();
    const encoded = readNpy(encode.latents.file).data;
    const picture = readPicture(encode.picture);
    const { kernel } = (await readStarterCard()).preview;
    if (!kernel) throw new Error('the starter has no preview kernel');
    const image = kernelPreview(kernel, { channels: 16, width: 16, height: 16, data: encoded });
    expect([image.width, image.height]).toEqual([64, 64]);
    let difference = 0;
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        for (let c = 0; c < 3; c++) {
          let mean = 0;
          for (let i = 0; i < 16; i++) mean += picture.data[((y * 4 + (i >> 2)) * 256 + x * 4 + (i & 3)) * 4 + c] / 16;
          difference += Math.abs(mean - image.data[(y * 64 + x) * 4 + c]) / (64 * 64 * 3);
        }
      }
    }
    // The matrix alone is off by about 50.
    expect(difference).toBeLessThan(16);
  });
});
