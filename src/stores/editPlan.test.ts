import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains } from '../geometry/rect';
import { planExpansion, planFrame, variationSize } from './editPlan';

const rule = { native: 256, grid: 32, min: 128, max: 512 };
const artwork = { x: 0, y: 0, width: 256, height: 256 };

describe('planExpansion', () => {
  it('takes one pass for half a window and two for a whole one', () => {
    expect(planExpansion(artwork, { ...artwork, width: 384 }, rule)).toMatchObject({
      passes: 1,
      window: { width: 256, height: 256 },
    });
    expect(planExpansion(artwork, { ...artwork, width: 512 }, rule).passes).toBe(2);
  });

  it('sends all that is new, and of a large artwork only what the windows see', () => {
    const large = { x: 0, y: 0, width: 4096, height: 2048 };
    const { region } = planExpansion(large, { ...large, width: 4096 + 128 }, rule);
    expect(contains(region, { x: 4096 - 256, y: 0, width: 256 + 128, height: 2048 })).toBe(true);
    expect(region.width).toBeLessThanOrEqual(2 * 256 + 128);
    expect(region.height).toBe(2048);
  });

  it('costs passes in proportion to what is new', () => {
    const passes = (by: number) => planExpansion(artwork, { ...artwork, width: 256 + by }, rule).passes;
    expect([128, 256, 512, 1024].map(passes)).toEqual([1, 2, 4, 8]);
  });
});

describe('planFrame', () => {
  it('paints a frame off the picture at once where the model can, else in passes of its own window', () => {
    const off = { x: 1000, y: 0, width: 384, height: 256 };
    expect(planFrame(artwork, off, rule)).toEqual({ region: off, window: { width: 384, height: 256 }, passes: 1 });
    expect(planFrame(artwork, { ...off, width: 1024 }, rule).passes).toBeGreaterThan(1);
    expect(planFrame(null, off, rule).passes).toBe(1);
  });

  it('uses the native window over the edge, so that the model sees as much as it is used to', () => {
    const over = { x: 128, y: 0, width: 384, height: 256 };
    expect(planFrame(artwork, over, rule)).toMatchObject({ window: { width: 256, height: 256 }, passes: 2 });
  });

  it('paints a frame on the picture over in one pass, at a size that the model can do', () => {
    const large = { x: 0, y: 0, width: 2048, height: 2048 };
    expect(planFrame(large, { x: 64, y: 0, width: 1024, height: 512 }, rule)).toMatchObject({
      window: { width: 512, height: 256 },
      passes: 1,
    });
  });
});

describe('variationSize', () => {
  it('is a size the model can do, and the own one where that is possible', () => {
    expect(variationSize({ width: 320, height: 256 }, rule)).toEqual({ width: 320, height: 256 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8192 }), fc.integer({ min: 1, max: 8192 }), (width, height) => {
        const size = variationSize({ width, height }, rule);
        for (const side of [size.width, size.height]) {
          expect(side % 32).toBe(0);
          expect(side).toBeGreaterThanOrEqual(128);
          expect(side).toBeLessThanOrEqual(512);
        }
        const whole = { x: 0, y: 0, width: 512, height: 512 };
        expect(contains(whole, { x: 0, y: 0, ...size })).toBe(true);
      }),
    );
  });
});
