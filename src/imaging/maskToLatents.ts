import type { Mask } from '../protocol/rgbaImage';

/**
 * A mask at the latents' resolution: 1 (repaint) where any pixel of the cell is above 0, so that no half-covered cell is
 * kept. `factor` picture pixels a cell; the sides are multiples of it. Float32, rows from the top.
 */
export function maskToLatents(mask: Mask, factor: number): Float32Array<ArrayBuffer> {
  return pool(mask, factor, (most) => (most > 0 ? 1 : 0));
}

/** The same with the largest value of each cell, 0..1: how much the cell may change, for soft (differential) masks. */
export function softMaskToLatents(mask: Mask, factor: number): Float32Array<ArrayBuffer> {
  return pool(mask, factor, (most) => most / 255);
}

function pool(mask: Mask, factor: number, value: (most: number) => number): Float32Array<ArrayBuffer> {
  const width = Math.ceil(mask.width / factor);
  const height = Math.ceil(mask.height / factor);
  const most = new Uint8Array(width * height);
  for (let y = 0; y < mask.height; y++) {
    const row = Math.floor(y / factor) * width;
    for (let x = 0; x < mask.width; x++) {
      const cell = row + Math.floor(x / factor);
      const here = mask.data[y * mask.width + x] ?? 0;
      if (here > (most[cell] ?? 0)) most[cell] = here;
    }
  }
  return Float32Array.from(most, value);
}
