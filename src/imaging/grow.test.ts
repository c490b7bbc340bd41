import { describe, expect, it } from 'vitest';
import { grow } from './grow';
import { maskBounds } from './known';

const WIDTH = 40;
const mask = (value: (x: number, y: number) => number) => ({
  width: WIDTH,
  height: WIDTH,
  data: Uint8Array.from({ length: WIDTH * WIDTH }, (_, i) => value(i % WIDTH, Math.floor(i / WIDTH))),
});
const block = mask((x, y) => (x >= 20 && y >= 10 && y < 30 ? 255 : 0));
/** Round, full in the middle, falling by 16 a pixel. */
const soft = mask((x, y) => Math.max(0, 255 - Math.round(16 * Math.hypot(x - 20, y - 20))));

describe('grow', () => {
  it('moves a hard edge out and in, and leaves the border of the image alone', () => {
    expect(maskBounds(grow(block, 3))).toEqual({ x: 17, y: 7, width: 23, height: 26 });
    expect(maskBounds(grow(block, -3))).toEqual({ x: 23, y: 13, width: 17, height: 14 });
    expect(grow(block, 0).data).toEqual(block.data);
    // Round corners: 5 pixels along both axes are farther off than 6.
    expect(grow(block, 6).data[5 * WIDTH + 15]).toBe(0);
    expect(grow(block, 6).data[6 * WIDTH + 16]).toBe(255);
  });

  it('moves a soft edge as it is: as soft as before, so many pixels farther out or in', () => {
    const row = (m: typeof soft, x: number) => m.data[20 * WIDTH + x] ?? -1;
    const out = grow(soft, 4);
    const back = grow(soft, -4);
    for (let x = 21; x < 32; x++) {
      expect(row(out, x + 4)).toBe(row(soft, x));
      expect(row(back, x)).toBe(row(soft, x + 4));
    }
    expect(row(out, 24)).toBe(255);
  });

  it('is the largest value within the distance, everywhere', () => {
    const noise = mask((x, y) => ((x * 7919 + y * 104729) % 97 === 0 ? (x * 31 + y * 17) % 256 : 0));
    const grown = grow(noise, 5);
    for (let y = 0; y < WIDTH; y++) {
      for (let x = 0; x < WIDTH; x++) {
        let largest = 0;
        for (let i = 0; i < noise.data.length; i++) {
          const d = Math.hypot((i % WIDTH) - x, Math.floor(i / WIDTH) - y);
          if (d <= 5) largest = Math.max(largest, noise.data[i] ?? 0);
        }
        expect(grown.data[y * WIDTH + x]).toBe(largest);
      }
    }
  });
});
