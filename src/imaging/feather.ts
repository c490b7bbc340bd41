import type { Mask } from '../protocol/rgbaImage';
import { nearestSeeds } from './distance';

/** 0 at 0, 1 at 1, flat at both ends (Perlin's fifth degree), so that a fade has no visible beginning. */
export function smootherStep(t: number): number {
  const x = Math.min(Math.max(t, 0), 1);
  return x * x * x * (x * (6 * x - 15) + 10);
}

/** From this value on a mask's pixel belongs to its shape; below it lies the soft rim. */
const SHAPE = 128;

/** Squared distance in pixels of every pixel to the mask's shape, 0 in it. */
function toShape({ width, height, data }: Mask): Float64Array {
  return nearestSeeds(width, height, (i) => (data[i] ?? 0) >= SHAPE).squared;
}

/**
 * How much of the new picture each pixel takes, 0..1: all of it in the mask's shape, falling to exactly 0 at more than `fade` pixels
 * outside it, and nowhere less than the mask's own value, so that a soft rim wider than the fade counts. From the shape outwards
 * it never rises where the mask does not. With fade 0 the mask itself.
 */
export function fadeOutside(mask: Mask, fade: number): Float32Array {
  const own = Float32Array.from(mask.data, (value) => value / 255);
  if (fade <= 0) return own;
  const squared = toShape(mask);
  return own.map((value, i) => {
    const distance = Math.sqrt(squared[i] ?? Infinity);
    return distance <= fade ? Math.max(value, smootherStep(1 - distance / (fade + 1))) : value;
  });
}

/** Every pixel within `by` pixels of the mask's shape joins it at full strength. */
export function joinNear(mask: Mask, by: number): Mask {
  const { width, height, data } = mask;
  const squared = toShape(mask);
  const out = data.map((value, i) => ((squared[i] ?? Infinity) <= by * by ? 255 : value));
  return { width, height, data: out };
}

/** A soft edge: values fall from 255 to 0 over `radius` pixels outside the mask's shape; inside it stays full. */
export function soften(mask: Mask, radius: number): Mask {
  const { width, height, data } = mask;
  const squared = toShape(mask);
  const out = new Uint8Array(width * height);
  for (let i = 0; i < out.length; i++) {
    const t = 1 - Math.sqrt(squared[i] ?? Infinity) / (radius + 1);
    out[i] = Math.max(data[i] ?? 0, Math.round(255 * Math.max(0, t)));
  }
  return { width, height, data: out };
}
