import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ZOOM, MIN_ZOOM } from '../view';
import { levelFor, snapped } from './pyramid';

describe('levelFor', () => {
  it('never enlarges a node nor reads more than four pixels for one, down to the smallest zoom', () => {
    fc.assert(
      fc.property(fc.double({ min: MIN_ZOOM, max: MAX_ZOOM, noNaN: true }), (zoom) => {
        const shown = zoom * 2 ** levelFor(zoom);
        if (zoom <= 1) expect(shown).toBeLessThanOrEqual(1 + 1e-6);
        expect(shown).toBeGreaterThan(0.5 - 1e-6);
      }),
    );
    expect([1, 0.5, 0.25, 0.05, 4].map(levelFor)).toEqual([0, 1, 2, 4, 0]);
  });
});

describe('snapped', () => {
  it('lets neighbours touch without a gap or an overlap at any zoom', () => {
    fc.assert(
      fc.property(
        fc.double({ min: MIN_ZOOM, max: MAX_ZOOM, noNaN: true }),
        fc.double({ min: -999, max: 999, noNaN: true }),
        fc.integer({ min: -20, max: 20 }),
        (zoom, x, column) => {
          const tile = (c: number) => snapped({ x: c * 256, y: 0, width: 256, height: 256 }, { x, y: 0, zoom });
          expect(tile(column).x + tile(column).width - tile(column + 1).x).toBeCloseTo(0);
        },
      ),
    );
  });
});
