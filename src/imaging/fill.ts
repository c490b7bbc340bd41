import type { RgbaImage } from '../protocol/rgbaImage';
import { boxBlur } from './blur';
import { nearestSeeds } from './distance';
import { emptyImage } from './emptyImage';
import { unknownMask } from './known';

/** Box radii of the pyramid as parts of the longer side, coarse to fine. */
const PYRAMID = [1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256];
/** How far the repeated edge can be told, as a part of the longer side. */
const SHARP = 1 / 4;
const GREY = 128;

/**
 * Unknown pixels get the colour of the nearest known one, under what little they show themselves; known ones keep theirs. Opaque; mid
 * grey where nothing is known. A `verticalCost` above 1 prefers colours from the sides to those from above and below. What an encoder should see beside a border: colours that go on, no edge.
 */
export function fillByEdge(image: RgbaImage, verticalCost = 1): RgbaImage {
  return fromEdge(image, verticalCost).filled;
}

/** `squared`: of each pixel's distance to the nearest known one. */
function fromEdge(image: RgbaImage, verticalCost: number): { filled: RgbaImage; squared: Float64Array } {
  const { width, height, data } = image;
  const unknown = unknownMask(image).data;
  const { index, squared } = nearestSeeds(width, height, (i) => unknown[i] === 0, verticalCost);
  const filled = emptyImage(width, height);
  for (let i = 0; i < width * height; i++) {
    const from = index[i] ?? -1;
    const cover = (data[4 * i + 3] ?? 0) / 255;
    for (let c = 0; c < 3; c++) {
      const near = from < 0 ? GREY : (data[4 * from + c] ?? GREY);
      filled.data[4 * i + c] = from === i ? near : near + ((data[4 * i + c] ?? 0) - near) * cover;
    }
    filled.data[4 * i + 3] = 255;
  }
  return { filled, squared };
}

/**
 * The edge repeated, and the farther from it, the more of it blurred coarse to fine with the known pixels put back after every
 * pass: no joint at the picture, no streaks far from it. For the eye; known pixels keep their colour exactly.
 */
export function fillSmoothly(image: RgbaImage, verticalCost = 1): RgbaImage {
  const { width, height, data } = image;
  const { filled, squared } = fromEdge(image, verticalCost);
  const unknown = unknownMask(image).data;
  const longer = Math.max(width, height);
  const size = width * height;
  const blurred = Float32Array.from(squared, (d) => smoothStep(Math.sqrt(d) / (SHARP * longer)));
  for (let c = 0; c < 3; c++) {
    const plane = new Float32Array(size);
    for (let i = 0; i < size; i++) plane[i] = filled.data[4 * i + c] ?? 0;
    for (const part of PYRAMID) {
      boxBlur(plane, width, height, Math.round(part * longer));
      for (let i = 0; i < size; i++) if (unknown[i] === 0) plane[i] = data[4 * i + c] ?? 0;
    }
    for (let i = 0; i < size; i++) {
      const edge = filled.data[4 * i + c] ?? 0;
      filled.data[4 * i + c] = edge + ((plane[i] ?? 0) - edge) * (blurred[i] ?? 1);
    }
  }
  return filled;
}

/** 0 below 0, 1 from 1 on, without a bend at either end. */
function smoothStep(t: number): number {
  const u = Math.min(1, Math.max(0, t));
  return u * u * (3 - 2 * u);
}
