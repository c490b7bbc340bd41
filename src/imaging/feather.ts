import type { Mask } from '../protocol/rgbaImage';
import { nearestSeeds } from './distance';

/** 0 at 0, 1 at 1, flat at both ends (Perlin's fifth degree), so that a fade has no visible beginning. */
export function smootherStep(t: number): number {
  const x = Math.min(Math.max(t, 0), 1);
  return x * x * x * (x * (6 * x - 15) + 10);
}

/**
 * How much of the new picture each pixel takes, 0..1: all of it where the mask is set (by its value, for soft edges),
 * falling to exactly 0 at `fade` pixels outside it. With fade 0 the mask itself.
 */
export function fadeOutside(mask: Mask, fade: number): Float32Array {
  const { width, height, data } = mask;
  const { squared } = nearestSeeds(width, height, (i) => (data[i] ?? 0) > 0);
  const out = new Float32Array(width * height);
  for (let i = 0; i < out.length; i++) {
    const own = (data[i] ?? 0) / 255;
    const distance = Math.sqrt(squared[i] ?? Infinity);
    const far = distance === 0 ? own : distance <= fade ? smootherStep(1 - distance / (fade + 1)) : 0;
    out[i] = far;
  }
  return out;
}

/** Every pixel within `by` pixels of the mask's shape joins it at full strength. */
export function joinNear(mask: Mask, by: number): Mask {
  const { width, height, data } = mask;
  const { squared } = nearestSeeds(width, height, (i) => (data[i] ?? 0) >= 128);
  const out = data.map((value, i) => ((squared[i] ?? Infinity) <= by * by ? 255 : value));
  return { width, height, data: out };
}

/** A soft edge: values fall from 255 to 0 over `radius` pixels outside the mask's shape; inside it stays full. */
export function soften(mask: Mask, radius: number): Mask {
  const { width, height, data } = mask;
  const inside = (i: number) => (data[i] ?? 0) >= 128;
  const { squared } = nearestSeeds(width, height, inside);
  const out = new Uint8Array(width * height);
  for (let i = 0; i < out.length; i++) {
    const t = 1 - Math.sqrt(squared[i] ?? Infinity) / (radius + 1);
    out[i] = Math.max(data[i] ?? 0, Math.round(255 * Math.max(0, t)));
  }
  return { width, height, data: out };
}
