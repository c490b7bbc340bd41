import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { boxBlur } from './blur';
import { nearestSeeds } from './distance';
import { smootherStep } from './feather';

/** Distances in pixels on the known side between which the tone's own slope is taken. */
const NEAR = 4;
const FAR = 28;
/** The new side's tone is looked at between these distances from the border. */
const FROM = 4;
const TO = 24;
/** A decoder's picture has no steps: a tone takes about this many pixels to change, and so does its correction to set in. */
const RAMP = 16;
/** Blur along which tones are taken, and that of the correction. */
const TONE_RADIUS = 3;
const FIELD_RADIUS = 24;
/** A difference above this (levels of 255, in any colour) is other content, which may begin anywhere. */
const MOST = 40;

/**
 * Lets tones go on across a joint, in place: where the new side begins with another tone than the known side leads to (a sky that starts
 * over at each tile's lower edge), the difference is taken out at the border and less and less further out, up to `reach` pixels.
 * `fresh`: above 0 where `image` is new; elsewhere it is known. Content that differs by more than a tone is left alone.
 */
export function continueTones(image: RgbaImage, fresh: Mask, reach: number): void {
  const { width, height } = image;
  const size = width * height;
  const isNew = (i: number) => (fresh.data[i] ?? 0) > 0;
  const { squared, index } = nearestSeeds(width, height, (i) => !isNew(i));
  const tone = knownTones(image, isNew);
  const field = [0, 1, 2].map(() => new Float32Array(size));
  const weight = new Float32Array(size);

  /** Index of the pixel `by` pixels from the border point of fresh pixel i, to the known side (to the new side when negative); -1 outside. */
  const along = (i: number, by: number): number => {
    const q = index[i] ?? 0;
    const t = Math.sqrt(squared[i] ?? 1);
    const qx = q % width;
    const qy = (q - qx) / width;
    const x = Math.round(qx + ((qx - (i % width)) / t) * by);
    const y = Math.round(qy + ((qy - Math.floor(i / width)) / t) * by);
    return x < 0 || y < 0 || x >= width || y >= height ? -1 : y * width + x;
  };

  for (let i = 0; i < size; i++) {
    const t = Math.sqrt(squared[i] ?? Infinity);
    if (!(t >= FROM && t <= TO)) continue;
    const near = along(i, NEAR);
    const far = along(i, FAR);
    if (near < 0 || isNew(near)) continue;
    const slopes = far >= 0 && !isNew(far);
    const off = tone.map((plane, c) => {
      const here = plane[near] ?? 0;
      const slope = slopes ? (here - (plane[far] ?? 0)) / (FAR - NEAR) : 0;
      return outside(image.data[4 * i + c] ?? 0, here, here + slope * (t + NEAR));
    });
    if (off.some((d) => Math.abs(d) > MOST)) continue;
    weight[i] = 1;
    for (const [c, plane] of field.entries()) plane[i] = off[c] ?? 0;
  }

  boxBlur(weight, width, height, FIELD_RADIUS);
  for (const [c, plane] of field.entries()) {
    boxBlur(plane, width, height, FIELD_RADIUS);
    const spread = new Float32Array(size);
    for (let i = 0; i < size; i++) {
      const t = Math.sqrt(squared[i] ?? Infinity);
      if (!isNew(i) || t > reach) continue;
      const from = along(i, -(FROM + TO) / 2);
      // Fewer witnesses than half of a straight border's: the rest of them saw other content, so less is corrected.
      const witnesses = from < 0 ? 0 : (weight[from] ?? 0);
      spread[i] = from < 0 ? 0 : (plane[from] ?? 0) / Math.max(witnesses, 0.4);
    }
    boxBlur(spread, width, height, TONE_RADIUS);
    for (let i = 0; i < size; i++) {
      if (!isNew(i)) continue;
      const t = Math.sqrt(squared[i] ?? Infinity);
      const share = smootherStep(t / RAMP) * Math.max(0, 1 - t / reach);
      image.data[4 * i + c] = (image.data[4 * i + c] ?? 0) + (spread[i] ?? 0) * share;
    }
  }
}

/** What must be added to `value` to bring it between a and b; 0 inside. */
function outside(value: number, a: number, b: number): number {
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  return value < low ? low - value : value > high ? high - value : 0;
}

/** The three colours blurred over known pixels only. */
function knownTones(image: RgbaImage, isNew: (i: number) => boolean): Float32Array[] {
  const { width, height } = image;
  const weight = Float32Array.from({ length: width * height }, (_, i) => (isNew(i) ? 0 : 1));
  const planes = [0, 1, 2].map((c) => weight.map((w, i) => w * (image.data[4 * i + c] ?? 0)));
  boxBlur(weight, width, height, TONE_RADIUS);
  for (const plane of planes) {
    boxBlur(plane, width, height, TONE_RADIUS);
    for (let i = 0; i < plane.length; i++) plane[i] = (plane[i] ?? 0) / Math.max(weight[i] ?? 0, 1e-3);
  }
  return planes;
}
