import type { RgbaImage } from '../protocol/rgbaImage';

/** A picture of which nothing is known: transparent black. */
export function emptyImage(width: number, height: number): RgbaImage {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}
