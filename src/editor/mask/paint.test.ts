import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine, coverage, paintSegment, polygonMask, shapeRect } from './paint';
import { rectangleCorners } from './edits';

const blank = (width: number, height: number) => ({ width, height, data: new Uint8Array(width * height) });
const sum = (data: Uint8Array) => data.reduce((total, value) => total + value, 0);

describe('brush', () => {
  it('covers the middle fully and the rim not at all', () => {
    expect(coverage(0, 10, 0.5)).toBe(1);
    expect(coverage(10.5, 10, 0.5)).toBe(0);
    expect(coverage(8, 10, 0.5)).toBeGreaterThan(0);
    expect(coverage(8, 10, 0.5)).toBeLessThan(1);
  });

  it('paints a disc of the brush area, wherever its middle is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 30, max: 34, noNaN: true }),
        fc.double({ min: 30, max: 34, noNaN: true }),
        fc.double({ min: 3, max: 25, noNaN: true }),
        (x, y, radius) => {
          const mask = blank(64, 64);
          paintSegment(mask, { x: 0, y: 0 }, { x, y, radius }, { x, y, radius }, 0);
          const area = sum(mask.data) / 255;
          expect(Math.abs(area / (Math.PI * radius ** 2) - 1)).toBeLessThan(0.06);
        },
      ),
    );
  });

  it('does not darken where a stroke crosses itself', () => {
    const once = blank(40, 40);
    const dab = { x: 20, y: 20, radius: 9 };
    paintSegment(once, { x: 0, y: 0 }, dab, dab, 1);
    const twice = { ...once, data: once.data.slice() };
    paintSegment(twice, { x: 0, y: 0 }, dab, dab, 1);
    expect(twice.data).toEqual(once.data);
  });

  it('paints the same stroke whatever tile it is looked at through', () => {
    const whole = blank(60, 30);
    const a = { x: 4, y: 9, radius: 3 };
    const b = { x: 52, y: 20, radius: 8 };
    paintSegment(whole, { x: 0, y: 0 }, a, b, 0.4);
    const part = blank(20, 30);
    paintSegment(part, { x: 40, y: 0 }, a, b, 0.4);
    for (let y = 0; y < 30; y++) {
      expect(part.data.slice(y * 20, y * 20 + 20)).toEqual(whole.data.slice(y * 60 + 40, y * 60 + 60));
    }
  });
});

describe('shapes', () => {
  it('fill whole-pixel rectangles exactly', () => {
    const rect = { x: 3, y: -2, width: 7, height: 5 };
    const mask = polygonMask(rectangleCorners(rect), { x: 0, y: -4, width: 12, height: 9 });
    for (let y = 0; y < 9; y++) {
      for (let x = 0; x < 12; x++) {
        const within = x >= 3 && x < 10 && y - 4 >= -2 && y - 4 < 3;
        expect(mask.data[y * 12 + x]).toBe(within ? 255 : 0);
      }
    }
  });

  it('have the area that geometry says', () => {
    const triangle = [
      { x: 2.5, y: 1 },
      { x: 40.2, y: 10 },
      { x: 9, y: 33.3 },
    ];
    const region = shapeRect(triangle);
    const exact = Math.abs((40.2 - 2.5) * (33.3 - 1) - (9 - 2.5) * (10 - 1)) / 2;
    expect(sum(polygonMask(triangle, region).data) / 255).toBeCloseTo(exact, -1);
  });

  it('add and take away without going over the edge', () => {
    const base = { width: 3, height: 1, data: new Uint8Array([0, 100, 255]) };
    const layer = { width: 3, height: 1, data: new Uint8Array([200, 50, 90]) };
    expect([...combine(base, layer, false).data]).toEqual([200, 100, 255]);
    expect([...combine(base, layer, true).data]).toEqual([0, 100, 165]);
  });
});
