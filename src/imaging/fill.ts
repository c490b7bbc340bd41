import type { RgbaImage } from '../protocol/rgbaImage';
import { boxBlur } from './blur';
import { nearestSeeds } from './distance';
import { emptyImage } from './emptyImage';

/** Box radii of the pyramid as parts of the longer side, coarse to fine. */
const PYRAMID = [1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256];
const GREY = 128;

/**
 * Unknown pixels (alpha 0) get the colour of the nearest known one; known ones keep theirs. Opaque; mid grey where
 * nothing is known. A `verticalCost` above 1 prefers colours from the sides to those from above and below. What an encoder should see beside a border: colours that go on, no edge.
 */
export function fillByEdge(image: RgbaImage, verticalCost = 1): RgbaImage {
  const { width, height, data } = image;
  const known = (i: number) => data[4 * i + 3] !== 0;
  const { index } = nearestSeeds(width, height, known, verticalCost);
  const out = emptyImage(width, height);
  for (let i = 0; i < width * height; i++) {
    const from = index[i] ?? -1;
    for (let c = 0; c < 3; c++) out.data[4 * i + c] = from < 0 ? GREY : (data[4 * from + c] ?? GREY);
    out.data[4 * i + 3] = 255;
  }
  return out;
}

/**
 * The edge repeated, then blurred coarse to fine with the known pixels put back after every pass: smooth far from the
 * picture, without streaks. For the eye; known pixels keep their colour exactly.
 */
export function fillSmoothly(image: RgbaImage, verticalCost = 1): RgbaImage {
  const { width, height, data } = image;
  const out = fillByEdge(image, verticalCost);
  const size = width * height;
  for (let c = 0; c < 3; c++) {
    const plane = new Float32Array(size);
    for (let i = 0; i < size; i++) plane[i] = out.data[4 * i + c] ?? 0;
    for (const part of PYRAMID) {
      boxBlur(plane, width, height, Math.round(part * Math.max(width, height)));
      for (let i = 0; i < size; i++) if (data[4 * i + 3] !== 0) plane[i] = data[4 * i + c] ?? 0;
    }
    for (let i = 0; i < size; i++) out.data[4 * i + c] = plane[i] ?? 0;
  }
  return out;
}
