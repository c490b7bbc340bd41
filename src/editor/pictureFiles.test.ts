import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_IMPORT_PIXELS, MAX_IMPORT_SIDE, importSize } from './pictureFiles';

describe('importSize', () => {
  it('keeps what fits into memory as it is', () => {
    expect(importSize({ width: 4096, height: 4096 })).toEqual({ width: 4096, height: 4096 });
    expect(importSize({ width: 1, height: MAX_IMPORT_SIDE })).toEqual({ width: 1, height: MAX_IMPORT_SIDE });
    // Long and narrow, and no more than half a million pixels.
    expect(importSize({ width: 30_000, height: 20 })).toEqual({ width: 30_000, height: 20 });
  });

  it('scales the rest to the limits with its proportions', () => {
    const side = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const size = importSize({ width, height });
        expect(size.width * size.height).toBeLessThanOrEqual(MAX_IMPORT_PIXELS);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(MAX_IMPORT_SIDE);
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(1);
        expect(Math.abs(size.width - (size.height * width) / height)).toBeLessThanOrEqual(1 + width / height);
      }),
    );
  });
});
