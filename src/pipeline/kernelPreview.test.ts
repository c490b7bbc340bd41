import { describe, expect, it } from 'vitest';
import { kernelPreview } from './kernelPreview';
import { readStarterCard } from './testing/loadStarter';
import { readNpy, readOracle, readPicture } from './testing/oracle';

const base64 = (values: number[]) => btoa(String.fromCharCode(...Int8Array.from(values).map((value) => value & 0xff)));

describe('kernelPreview', () => {
  it('gives each cell its own pixels, outputs ordered colour, row, column', () => {
    // One channel, one tap, 4 x 4 pixels a cell: in red the left half is lit, in green the upper half, in blue all.
    const lit = Array.from({ length: 48 }, (_, output) => {
      const [colour, row, column] = [Math.floor(output / 16), Math.floor((output % 16) / 4), output % 4];
      return [column < 2, row < 2, true][colour] ? 1 : 0;
    });
    const kernel = { size: 1, upscale: 4, weights: base64(lit), scale: Array<number>(48).fill(1) } as const;
    const latents = { channels: 1, width: 2, height: 1, data: new Float32Array([2, 2]) };
    const image = kernelPreview({ ...kernel, scale: [...kernel.scale], bias: Array<number>(48).fill(-1) }, latents);
    expect([image.width, image.height]).toEqual([8, 4]);
    const pixel = (x: number, y: number) => [...image.data.subarray((y * 8 + x) * 4, (y * 8 + x) * 4 + 4)];
    expect(pixel(0, 0)).toEqual([255, 255, 255, 255]);
    expect(pixel(3, 3).slice(1)).toEqual([0, 255, 255]);
    // The smoothing reaches one pixel over each joint.
    expect(pixel(1, 0)[0]).toBe(191);
    expect(pixel(2, 0)[0]).toBe(64);
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
          for (let i = 0; i < 16; i++)
            mean += (picture.data[((y * 4 + (i >> 2)) * 256 + x * 4 + (i & 3)) * 4 + c] ?? NaN) / 16;
          difference += Math.abs(mean - (image.data[(y * 64 + x) * 4 + c] ?? NaN)) / (64 * 64 * 3);
        }
      }
    }
    // The matrix alone is off by about 50.
    expect(difference).toBeLessThan(16);
  });
});
