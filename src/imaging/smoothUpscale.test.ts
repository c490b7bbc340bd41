import { expect, test } from 'vitest';
import type { RgbaImage } from '../protocol/rgbaImage';
import { smoothUpscale } from './smoothUpscale';

function image(width: number, height: number, value: (x: number, y: number) => number): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.fill(value(x, y), (y * width + x) * 4, (y * width + x) * 4 + 3);
  return { width, height, data };
}

const red = ({ data, width }: RgbaImage, x: number, y: number) => data[(y * width + x) * 4] ?? -1;

test('a flat picture stays flat and opaque', () => {
  const out = smoothUpscale(
    image(3, 2, () => 77),
    8,
  );
  expect([out.width, out.height]).toEqual([24, 16]);
  expect(new Set(out.data)).toEqual(new Set([77, 255]));
});

test('a ramp stays a ramp: straight inside, never going back', () => {
  const out = smoothUpscale(
    image(6, 4, (x) => 40 * x),
    4,
  );
  const row = Array.from({ length: out.width }, (_, x) => red(out, x, 7));
  for (let x = 1; x < row.length; x++) expect(row[x]).toBeGreaterThanOrEqual(row[x - 1] ?? 0);
  // Between the outermost source pixels' neighbours, each step is 40 / 4.
  for (let x = 9; x < 15; x++) expect((row[x] ?? 0) - (row[x - 1] ?? 0)).toBeCloseTo(10, -0.5);
});

test('width and height are not mixed up', () => {
  const out = smoothUpscale(
    image(2, 4, (_, y) => 60 * y),
    3,
  );
  for (let y = 0; y < out.height; y++) expect(red(out, 0, y)).toBe(red(out, 5, y));
  expect(red(out, 0, out.height - 1)).toBeGreaterThan(red(out, 0, 0) + 150);
});
