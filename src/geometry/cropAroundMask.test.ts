import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropAroundMask } from './cropAroundMask';
import { contains } from './rect';

fc.configureGlobal({ seed: 20 });

const int = (min: number, max: number) => fc.integer({ min, max });
const window = { width: 256, height: 256 };

describe('cropAroundMask', () => {
  it('holds the mask, keeps the proportions and stays in the picture where it fits', () => {
    fc.assert(
      fc.property(
        int(64, 3000),
        int(64, 3000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        int(1, 64),
        (w, h, at, size) => {
          const bounds = { x: Math.floor(at * (w - size)), y: Math.floor(at * (h - size)), width: size, height: size };
          const { rect, scale } = cropAroundMask({ bounds, picture: { width: w, height: h }, window });
          expect(contains(rect, bounds)).toBe(true);
          expect(rect.width).toBe(rect.height);
          expect(Math.abs(rect.width * scale - window.width)).toBeLessThanOrEqual(scale);
          if (rect.width <= w) expect(rect.x >= 0 && rect.x + rect.width <= w).toBe(true);
          if (rect.height <= h) expect(rect.y >= 0 && rect.y + rect.height <= h).toBe(true);
        },
      ),
    );
  });

  it('leaves pixels alone where the place has about the size of the window, zooms in on small ones, out of large ones', () => {
    const picture = { width: 1024, height: 1024 };
    const scaleFor = (size: number) =>
      cropAroundMask({ bounds: { x: 400, y: 400, width: size, height: size }, picture, window }).scale;
    expect(scaleFor(100)).toBe(1);
    expect(scaleFor(128)).toBe(1);
    expect(scaleFor(32)).toBe(2);
    expect(scaleFor(400)).toBeLessThan(0.5);
  });
});
