import fc from 'fast-check';
import type { Rect } from '../../geometry/rect';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { TileStore } from '../tileStore';

/** An opaque picture whose every pixel says where it is. */
export function gradient(width: number, height: number, tone = 0): RgbaImage {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    data.set([(i % width) & 255, Math.floor(i / width) & 255, tone, 255], 4 * i);
  }
  return { width, height, data };
}

/** A picture of one colour, half transparent unless told otherwise. */
export function flat(size: { width: number; height: number }, colour: [number, number, number, number]): RgbaImage {
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  for (let i = 0; i < data.length; i += 4) data.set(colour, i);
  return { width: size.width, height: size.height, data };
}

/** A store with names that count up. */
export function countingStore(rawLimit?: number): TileStore {
  let n = 0;
  return new TileStore({ newId: () => `t${n++}`, rawLimit });
}

/** Rectangles around the origin that touch up to a dozen tiles. */
export const anyRect: fc.Arbitrary<Rect> = fc.record({
  x: fc.integer({ min: -400, max: 400 }),
  y: fc.integer({ min: -400, max: 400 }),
  width: fc.integer({ min: 1, max: 500 }),
  height: fc.integer({ min: 1, max: 500 }),
});

/** expect(...).toEqual on megabytes takes seconds; this takes none. */
export function sameBytes(a: Uint8Array | Uint8ClampedArray, b: Uint8Array | Uint8ClampedArray): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
