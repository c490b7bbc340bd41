import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { emptyImage } from './emptyImage';

/** For each target position along one axis: the first source position and the weights from there on, adding up to 1. */
interface Taps {
  first: number;
  weights: number[];
}

/** Lanczos with three lobes; wider than the target step when shrinking, so that nothing aliases. */
function lanczosTaps(from: number, to: number): Taps[] {
  const scale = from / to;
  const stretch = Math.max(1, scale);
  const reach = 3 * stretch;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const raw: number[] = [];
    for (let at = first; at <= last; at++) raw.push(lanczos((at - centre) / stretch));
    const total = raw.reduce((sum, w) => sum + w, 0);
    return { first, weights: raw.map((w) => w / total) };
  });
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= 3) return 0;
  const px = Math.PI * x;
  return (3 * Math.sin(px) * Math.sin(px / 3)) / (px * px);
}

/** Both axes of one plane. */
function resample(plane: Float32Array, width: number, height: number, across: Taps[], down: Taps[]): Float32Array {
  const rows = new Float32Array(across.length * height);
  for (let y = 0; y < height; y++)
    for (const [x, { first, weights }] of across.entries()) {
      let sum = 0;
      for (const [k, w] of weights.entries()) sum += w * (plane[y * width + first + k] ?? 0);
      rows[y * across.length + x] = sum;
    }
  const out = new Float32Array(across.length * down.length);
  for (const [y, { first, weights }] of down.entries())
    for (const [k, w] of weights.entries()) {
      const from = (first + k) * across.length;
      for (let x = 0; x < across.length; x++)
        out[y * across.length + x] = (out[y * across.length + x] ?? 0) + w * (rows[from + x] ?? 0);
    }
  return out;
}

/**
 * Lanczos, both ways, in premultiplied alpha, so that unknown (transparent) pixels lend no colour. Equal sizes give a
 * copy. A pixel of which less than half is known comes out unknown.
 */
export function resize(image: RgbaImage, width: number, height: number): RgbaImage {
  if (width === image.width && height === image.height) return { width, height, data: image.data.slice() };
  const across = lanczosTaps(image.width, width);
  const down = lanczosTaps(image.height, height);
  const size = image.width * image.height;
  const plane = new Float32Array(size);
  const resized = (value: (i: number) => number): Float32Array => {
    for (let i = 0; i < size; i++) plane[i] = value(i);
    return resample(plane, image.width, image.height, across, down);
  };
  const alphaOf = (i: number) => (image.data[4 * i + 3] ?? 0) / 255;
  const colours = [0, 1, 2].map((c) => resized((i) => (image.data[4 * i + c] ?? 0) * alphaOf(i)));
  const alphas = resized(alphaOf);
  const known = resized((i) => (image.data[4 * i + 3] === 0 ? 0 : 1));
  const out = emptyImage(width, height);
  for (let i = 0; i < width * height; i++) {
    const alpha = alphas[i] ?? 0;
    // Lanczos rings: past an edge the alpha is a little above 0, and its colour a quotient of two tiny numbers.
    const share = known[i] ?? 0;
    if (share < 0.5 || alpha <= 0) continue;
    for (let c = 0; c < 3; c++) out.data[4 * i + c] = (colours[c]?.[i] ?? 0) / alpha;
    out.data[4 * i + 3] = Math.max(1, (alpha / share) * 255);
  }
  return out;
}

/** A mask at another size, bilinear in effect and never ringing: Lanczos clamped to 0..255. */
export function resizeMask(mask: Mask, width: number, height: number): Mask {
  if (width === mask.width && height === mask.height) return { width, height, data: mask.data.slice() };
  const values = resample(
    Float32Array.from(mask.data),
    mask.width,
    mask.height,
    lanczosTaps(mask.width, width),
    lanczosTaps(mask.height, height),
  );
  return { width, height, data: Uint8Array.from(Uint8ClampedArray.from(values)) };
}
