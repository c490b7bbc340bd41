import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { boxBlur } from './blur';
import { crop, cropMask, place } from './crop';
import { nearestSeeds } from './distance';
import { fillByEdge, fillSmoothly } from './fill';
import { fadeOutside, joinNear, smootherStep, soften } from './feather';
import { isAllKnown, knownOnly, maskBounds, unknownMask, zeroRects } from './known';
import { LIVE_SCALE, liveFill } from './liveFill';
import { maskToLatents, softMaskToLatents } from './maskToLatents';
import { paste } from './paste';
import { resize, resizeMask } from './resize';
import { emptyImage } from './emptyImage';

fc.configureGlobal({ seed: 20, numRuns: 50 });

type Rgba = readonly [number, number, number, number];
function paint(width: number, height: number, colour: (x: number, y: number) => Rgba): RgbaImage {
  const image = emptyImage(width, height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) image.data.set(colour(x, y), 4 * (y * width + x));
  return image;
}
const pixel = (image: RgbaImage, x: number, y: number) => [
  ...image.data.subarray(4 * (y * image.width + x), 4 * (y * image.width + x) + 4),
];
const mask = (width: number, height: number, value: (x: number, y: number) => number): Mask => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
});
const bits = fc
  .record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
      .map((on) => mask(width, height, (x, y) => (on[y * width + x] ? 255 : 0))),
  );

describe('crop and place', () => {
  const image = paint(4, 3, (x, y) => [x, y, 7, 255]);

  it('is unknown outside the picture', () => {
    const out = crop(image, { x: -1, y: 1, width: 3, height: 4 });
    expect(pixel(out, 0, 0)).toEqual([0, 0, 0, 0]);
    expect(pixel(out, 1, 0)).toEqual([0, 1, 7, 255]);
    expect(pixel(out, 2, 1)).toEqual([1, 2, 7, 255]);
    expect(pixel(out, 2, 2)).toEqual([0, 0, 0, 0]);
    expect([
      ...cropMask(
        mask(2, 2, () => 9),
        { x: 1, y: 0, width: 2, height: 1 },
        255,
      ).data,
    ]).toEqual([9, 255]);
  });

  it('places back what was cropped', () => {
    const copy = emptyImage(4, 3);
    place(copy, crop(image, { x: -2, y: -2, width: 9, height: 9 }), -2, -2);
    expect(copy.data).toEqual(image.data);
  });
});

describe('known places', () => {
  it('covers exactly the zeros, the largest rectangle first', () => {
    fc.assert(
      fc.property(bits, (m) => {
        const [largest, ...rest] = zeroRects(m);
        const covered = new Uint8Array(m.data.length);
        for (const r of rest)
          for (let y = r.y; y < r.y + r.height; y++)
            for (let x = r.x; x < r.x + r.width; x++) covered[y * m.width + x] = (covered[y * m.width + x] ?? 0) + 1;
        expect([...covered]).toEqual([...m.data].map((v) => (v === 0 ? 1 : 0)));
        const best = largest ? largest.width * largest.height : 0;
        for (const r of rest) expect(r.width * r.height).toBeLessThanOrEqual(best);
        if (!largest) return;
        expect(cropMask(m, largest, 255).data.every((v) => v === 0)).toBe(true);
        expect(best).toBe(bruteLargest(m));
      }),
    );
  });

  it('finds the bounds of a mask', () => {
    expect(maskBounds(mask(9, 9, (x, y) => ((x === 3 && y === 2) || (x === 5 && y === 7) ? 1 : 0)))).toEqual({
      x: 3,
      y: 2,
      width: 3,
      height: 6,
    });
    expect(maskBounds(mask(4, 4, () => 0)).width).toBe(0);
  });

  it('takes a half-transparent pixel as known or not, by what it covers', () => {
    const ramp = paint(256, 1, (x) => [x, 7, 9, x]);
    expect([...unknownMask(ramp).data].filter((value) => value === 255)).toHaveLength(128);
    const decided = knownOnly(ramp);
    expect(decided.data.every((value, i) => i % 4 !== 3 || value === 0 || value === 255)).toBe(true);
    expect(unknownMask(decided)).toEqual(unknownMask(ramp));
    expect([pixel(decided, 127, 0), pixel(decided, 128, 0)]).toEqual([
      [0, 0, 0, 0],
      [128, 7, 9, 255],
    ]);
    expect(pixel(ramp, 200, 0)).toEqual([200, 7, 9, 200]);
    expect([isAllKnown(ramp), isAllKnown(crop(ramp, { x: 128, y: 0, width: 128, height: 1 }))]).toEqual([false, true]);
  });
});

function bruteLargest(m: Mask): number {
  let best = 0;
  for (let y = 0; y < m.height; y++)
    for (let x = 0; x < m.width; x++)
      for (let h = 1; y + h <= m.height; h++)
        for (let w = 1; x + w <= m.width; w++)
          if (w * h > best && cropMask(m, { x, y, width: w, height: h }, 255).data.every((v) => v === 0)) best = w * h;
  return best;
}

describe('nearestSeeds', () => {
  it('is the exact distance to a nearest seed', () => {
    fc.assert(
      fc.property(bits, (m) => {
        const { squared, index } = nearestSeeds(m.width, m.height, (i) => m.data[i] === 255);
        const seeds = [...m.data.keys()].filter((i) => m.data[i] === 255);
        for (const i of m.data.keys()) {
          const to = (s: number) =>
            ((s % m.width) - (i % m.width)) ** 2 + (Math.floor(s / m.width) - Math.floor(i / m.width)) ** 2;
          expect(squared[i]).toBe(Math.min(Infinity, ...seeds.map(to)));
          if (seeds.length > 0) expect(to(index[i] ?? -1)).toBe(squared[i]);
          else expect(index[i]).toBe(-1);
        }
      }),
    );
  });
});

describe('boxBlur', () => {
  it('is the mean of the box with the border repeated', () => {
    const plane = Float32Array.of(0, 0, 9, 0, 0);
    boxBlur(plane, 5, 1, 1);
    expect([...plane]).toEqual([0, 3, 3, 3, 0]);
    const wide = Float32Array.of(6, 0, 0);
    boxBlur(wide, 3, 1, 4);
    expect(wide[0]).toBeCloseTo((5 * 6 + 0) / 9);
  });
});

describe('fill', () => {
  const half = paint(32, 16, (x, y) => (x < 16 ? [10 * y, 100, x, 255] : [0, 0, 0, 0]));

  it('repeats the edge and keeps what is known', () => {
    const filled = fillByEdge(half);
    for (let y = 0; y < 16; y++) {
      expect(pixel(filled, 31, y)).toEqual([10 * y, 100, 15, 255]);
      expect(pixel(filled, 5, y)).toEqual([10 * y, 100, 5, 255]);
    }
    expect(pixel(fillByEdge(emptyImage(2, 2)), 1, 1)).toEqual([128, 128, 128, 255]);
  });

  it('takes from a nearly transparent pixel no more of its colour than it shows', () => {
    const rim = paint(
      3,
      1,
      (x) => [[200, 100, 0, 255] as const, [0, 250, 0, 51] as const, [9, 9, 9, 0] as const][x] ?? [0, 0, 0, 0],
    );
    const filled = fillByEdge(rim);
    expect(pixel(filled, 0, 0)).toEqual([200, 100, 0, 255]);
    expect(pixel(filled, 1, 0)).toEqual([160, 130, 0, 255]);
    expect(pixel(filled, 2, 0)).toEqual([200, 100, 0, 255]);
  });

  it('smooths what is unknown only, without a step at the border', () => {
    const filled = fillSmoothly(half);
    for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) expect(pixel(filled, x, y)).toEqual(pixel(half, x, y));
    const rows = (x: number) => (pixel(filled, x, 15)[0] ?? 0) - (pixel(filled, x, 0)[0] ?? 0);
    expect(rows(31)).toBeLessThan(rows(15) * 0.7);
    for (let y = 0; y < 16; y++) {
      expect(Math.abs((pixel(filled, 16, y)[0] ?? 0) - (pixel(filled, 15, y)[0] ?? 0))).toBeLessThan(5);
    }
  });

  it('is small and in the right place while dragging', () => {
    const thumbnail = { image: paint(8, 8, () => [200, 100, 50, 255]), scale: LIVE_SCALE };
    const { image, left, top } = liveFill(thumbnail, { left: 32, top: 0, right: 9, bottom: 64 });
    expect([image.width, image.height, left, top]).toEqual([4 + 8 + 2, 8 + 8, 4, 0]);
    for (const [x, y] of [
      [0, 0],
      [13, 15],
      [6, 6],
    ] as const)
      expect(pixel(image, x, y)).toEqual([200, 100, 50, 255]);
  });
});

describe('feather', () => {
  const block = mask(40, 40, (x, y) => (x >= 20 && y >= 10 && y < 30 ? 255 : 0));

  it('falls from 1 in the mask to exactly 0 past the fade', () => {
    const alpha = fadeOutside(block, 8);
    const row = (x: number) => alpha[20 * 40 + x] ?? -1;
    expect(row(20)).toBe(1);
    for (let x = 12; x < 20; x++) expect(row(x)).toBeGreaterThan(0);
    for (let x = 12; x < 20; x++) expect(row(x + 1)).toBeGreaterThan(row(x));
    for (let x = 0; x < 12; x++) expect(row(x)).toBe(0);
    expect([...fadeOutside(block, 0)].every((v, i) => v === (block.data[i] ?? 0) / 255)).toBe(true);
  });

  it('fades hard masks by the distance to them alone', () => {
    fc.assert(
      fc.property(bits, fc.integer({ min: 1, max: 9 }), (m, fade) => {
        const alpha = fadeOutside(m, fade);
        const { squared } = nearestSeeds(m.width, m.height, (i) => m.data[i] === 255);
        const expected = Float32Array.from(squared, (d) =>
          Math.sqrt(d) <= fade ? smootherStep(1 - Math.sqrt(d) / (fade + 1)) : 0,
        );
        expect(alpha).toEqual(expected);
      }),
    );
  });

  it('never rises from a masked pixel outwards, however soft and wide the mask’s rim is', () => {
    const soft = fc.record({
      radius: fc.integer({ min: 2, max: 12 }),
      rim: fc.integer({ min: 0, max: 20 }),
      most: fc.integer({ min: 1, max: 255 }),
      fade: fc.integer({ min: 0, max: 24 }),
    });
    fc.assert(
      fc.property(soft, ({ radius, rim, most, fade }) => {
        const value = (d: number) => Math.round(most * Math.min(1, Math.max(0, (radius + rim - d) / Math.max(1, rim))));
        const alpha = fadeOutside(
          mask(81, 81, (x, y) => value(Math.hypot(x - 40, y - 40))),
          fade,
        );
        for (const [dx, dy] of [
          [1, 0],
          [0, -1],
          [1, 1],
          [-1, 2],
        ] as const) {
          for (let step = 1; 40 + 2 * step < 81; step++) {
            const at = (k: number) => alpha[(40 + dy * k) * 81 + 40 + dx * k] ?? 0;
            expect(at(step)).toBeLessThanOrEqual(at(step - 1));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes a place at least as much as its mask asks for', () => {
    const m = mask(64, 1, (x) => 4 * x);
    fadeOutside(m, 6).forEach((weight, i) => expect(weight).toBeGreaterThanOrEqual((m.data[i] ?? 0) / 255 - 1e-6));
  });

  it('joins what is near, and falls softly around the mask', () => {
    expect(maskBounds(joinNear(block, 3))).toEqual({ x: 17, y: 7, width: 23, height: 26 });
    const soft = soften(block, 3);
    expect([
      soft.data[20 * 40 + 19],
      soft.data[20 * 40 + 18],
      soft.data[20 * 40 + 16],
      soft.data[20 * 40 + 20],
    ]).toEqual([191, 128, 0, 255]);
  });
});

describe('maskToLatents', () => {
  it('rounds outward: a cell with any pixel set is repainted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 31 }),
        fc.integer({ min: 0, max: 31 }),
        fc.integer({ min: 1, max: 255 }),
        (px, py, v) => {
          const m = mask(32, 32, (x, y) => (x === px && y === py ? v : 0));
          const cells = maskToLatents(m, 16);
          const hit = Math.floor(py / 16) * 2 + Math.floor(px / 16);
          expect([...cells]).toEqual([0, 1, 2, 3].map((i) => (i === hit ? 1 : 0)));
          expect(softMaskToLatents(m, 16)[hit]).toBeCloseTo(v / 255);
        },
      ),
    );
  });
});

describe('paste', () => {
  it('never writes where alpha is 0 and fills unknown pixels wholly', () => {
    const base = paint(4, 1, (x) => (x === 3 ? [0, 0, 0, 0] : [100, 101, 102, 200]));
    paste(
      base,
      paint(4, 1, () => [0, 0, 0, 255]),
      Float32Array.of(0, 0.5, 1, 0.25),
      0,
      0,
    );
    expect(pixel(base, 0, 0)).toEqual([100, 101, 102, 200]);
    // Of 227.5 that are covered, the base covers 100.
    expect(pixel(base, 1, 0)).toEqual([44, 44, 45, 228]);
    expect(pixel(base, 2, 0)).toEqual([0, 0, 0, 255]);
    expect(pixel(base, 3, 0)).toEqual([0, 0, 0, 255]);
  });

  const level = fc.integer({ min: 0, max: 255 });
  const colour = fc.tuple(level, level, level, level);

  it('mixes what is covered: premultiplied, whatever the two pixels are', () => {
    fc.assert(
      fc.property(colour, colour, fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }), (under, over, weight) => {
        const base = paint(1, 1, () => under);
        paste(
          base,
          paint(1, 1, () => over),
          Float32Array.of(weight),
          0,
          0,
        );
        const share = under[3] === 0 ? 1 : weight;
        const alpha = under[3] * (1 - share) + over[3] * share;
        const [red, green, blue, result] = pixel(base, 0, 0);
        expect(Math.abs((result ?? 0) - alpha)).toBeLessThanOrEqual(0.5);
        if (alpha < 1) return;
        [red, green, blue].forEach((value, c) => {
          const exact = ((under[c] ?? 0) * under[3] * (1 - share) + (over[c] ?? 0) * over[3] * share) / alpha;
          expect(Math.abs((value ?? 0) - exact)).toBeLessThanOrEqual(0.501);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('mixes opaque pixels by the weight alone', () => {
    fc.assert(
      fc.property(colour, colour, fc.float({ min: 0, max: 1, noNaN: true }), (under, over, weight) => {
        const solid = ([r, g, b]: readonly number[]): Rgba => [r ?? 0, g ?? 0, b ?? 0, 255];
        const base = paint(1, 1, () => solid(under));
        const straight = new Uint8ClampedArray(
          [0, 1, 2].map((c) => (under[c] ?? 0) * (1 - Math.fround(weight)) + (over[c] ?? 0) * Math.fround(weight)),
        );
        paste(
          base,
          paint(1, 1, () => solid(over)),
          Float32Array.of(weight),
          0,
          0,
        );
        expect(pixel(base, 0, 0)).toEqual([...straight, 255]);
      }),
    );
  });
});

describe('resize', () => {
  it('keeps flat colours and the mean, both ways, and equal sizes as they are', () => {
    const flat = paint(20, 10, () => [40, 90, 200, 255]);
    for (const [w, h] of [
      [7, 5],
      [33, 41],
    ] as const)
      expect(resize(flat, w, h).data.every((v, i) => v === [40, 90, 200, 255][i % 4])).toBe(true);
    const slope = paint(64, 64, (x, y) => [2 * x + y, 0, 0, 255]);
    expect(resize(slope, 64, 64).data).toEqual(slope.data);
    const back = resize(resize(slope, 128, 128), 64, 64);
    for (let i = 0; i < back.data.length; i++)
      expect(Math.abs((back.data[i] ?? 0) - (slope.data[i] ?? 0))).toBeLessThan(3);
  });

  it('takes no colour from unknown pixels', () => {
    const half = paint(16, 16, (x) => (x < 8 ? [200, 10, 10, 255] : [0, 255, 0, 0]));
    const small = resize(half, 4, 4);
    expect(pixel(small, 0, 0)).toEqual([200, 10, 10, 255]);
    expect([1, 2, 3].map((x) => pixel(small, x, 0)[3])).toEqual([255, 0, 0]);
  });

  it('keeps masks within 0..255', () => {
    const m = resizeMask(
      mask(16, 16, (x) => (x < 8 ? 255 : 0)),
      32,
      32,
    );
    expect([m.data[0], m.data[31], m.data[4 * 32 + 2]]).toEqual([255, 0, 255]);
  });
});
