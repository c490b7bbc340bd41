import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { boxBlur } from './blur';
import { nearestSeeds } from './distance';
import { smootherStep } from './feather';

/** Pixels on each side over which differences are averaged: tone, not detail. */
const RADIUS = 12;
/** Known pixels this near to the border say how the tones differ there. */
const BAND = 24;
/** A pixel that differs by more than this (levels of 255, in any colour) shows other content, not another tone. */
const SAME = 24;

/**
 * Bends the tones of `output` at the border of the fresh area (mask above 0) to those of `reference` there, in place: the smoothed difference of
 * both beside the border is added, all of it at the border and nothing `reach` pixels further out. What a match of the
 * whole can't do: a picture that gets a little darker towards its own edge would show that edge for ever.
 */
export function borderMatch(output: RgbaImage, reference: RgbaImage, fresh: Mask, reach: number): void {
  const { width, height } = output;
  const size = width * height;
  const known = (i: number) => fresh.data[i] === 0 && reference.data[4 * i + 3] !== 0;
  const toFresh = nearestSeeds(width, height, (i) => !known(i)).squared;
  const toKnown = nearestSeeds(width, height, known);

  const reds = new Float32Array(size);
  const greens = new Float32Array(size);
  const blues = new Float32Array(size);
  const differences = [reds, greens, blues];
  const weight = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    if (!known(i) || (toFresh[i] ?? 0) > BAND * BAND) continue;
    const at = 4 * i;
    const red = (reference.data[at] ?? 0) - (output.data[at] ?? 0);
    const green = (reference.data[at + 1] ?? 0) - (output.data[at + 1] ?? 0);
    const blue = (reference.data[at + 2] ?? 0) - (output.data[at + 2] ?? 0);
    if (Math.max(Math.abs(red), Math.abs(green), Math.abs(blue)) > SAME) continue;
    weight[i] = 1;
    reds[i] = red;
    greens[i] = green;
    blues[i] = blue;
  }
  boxBlur(weight, width, height, RADIUS);
  for (const plane of differences) {
    boxBlur(plane, width, height, RADIUS);
    // The weight's small floor lets places with hardly any witness fall to no change.
    for (let i = 0; i < size; i++) plane[i] = (plane[i] ?? 0) / Math.max(weight[i] ?? 0, 0.1);
    const spread = Float32Array.from(toKnown.index, (from) => (from < 0 ? 0 : (plane[from] ?? 0)));
    boxBlur(spread, width, height, RADIUS);
    plane.set(spread);
  }
  for (let i = 0; i < size; i++) {
    const decay = smootherStep(1 - Math.sqrt(toKnown.squared[i] ?? Infinity) / reach);
    if (decay === 0) continue;
    for (const [c, plane] of differences.entries())
      output.data[4 * i + c] = (output.data[4 * i + c] ?? 0) + (plane[i] ?? 0) * decay;
  }
}
