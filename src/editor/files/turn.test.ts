import { expect, it } from 'vitest';
import { gradient } from '../testing/images';
import { turn } from './turn';

const stored = gradient(3, 2);
const pixel = (image: ReturnType<typeof gradient>, x: number, y: number) => [
  ...image.data.subarray(4 * (y * image.width + x), 4 * (y * image.width + x) + 2),
];

// Where the stored picture's first row and first column lie in the upright one (EXIF 2.32, tag 0x0112); a pixel is [column, row].
it.each([
  [1, 3, [0, 0], [2, 0], [0, 1]],
  [2, 3, [2, 0], [0, 0], [2, 1]],
  [3, 3, [2, 1], [0, 1], [2, 0]],
  [4, 3, [0, 1], [2, 1], [0, 0]],
  [5, 2, [0, 0], [0, 1], [2, 0]],
  [6, 2, [0, 1], [0, 0], [2, 1]],
  [7, 2, [2, 1], [2, 0], [0, 1]],
  [8, 2, [2, 0], [2, 1], [0, 0]],
] as const)('orientation %i stands upright', (orientation, width, topLeft, topRight, bottomLeft) => {
  const image = turn(stored, orientation);
  expect([image.width, image.height]).toEqual([width, 5 - width]);
  expect(pixel(image, 0, 0)).toEqual(topLeft);
  expect(pixel(image, image.width - 1, 0)).toEqual(topRight);
  expect(pixel(image, 0, image.height - 1)).toEqual(bottomLeft);
});
