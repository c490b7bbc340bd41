import { describe, expect, it } from 'vitest';
import { planPasses } from '../geometry/planPasses';
import type { Rect } from '../geometry/rect';
import type { RgbaImage } from '../protocol/rgbaImage';
import { borderMatch } from './borderMatch';
import { colourMatch } from './colourMatch';
import { composeWindow } from './composeWindow';
import { continueTones } from './continueTones';
import { crop, place } from './crop';
import { fillByEdge } from './fill';
import { unknownMask } from './known';
import { rgbToLab, labToRgb } from './lab';
import { seamMeasure } from './seamMeasure';
import { emptyImage } from './emptyImage';

function paint(width: number, height: number, colour: (x: number, y: number) => number[]): RgbaImage {
  const image = emptyImage(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) image.data.set([...colour(x, y), 255], 4 * (y * width + x));
  return image;
}
const landscape = (x: number, y: number) =>
  y < 70 ? [90 + y, 150 + y / 2, 250 - y / 8] : [70 + 10 * Math.sin(x / 9), 165 - (y - 70) / 4, 60];
/** What a careless decoder does: a tint, and a tenth of the contrast lost. */
const tinted = (image: RgbaImage): RgbaImage => {
  const out = emptyImage(image.width, image.height);
  for (let i = 0; i < out.data.length; i++)
    out.data[i] = i % 4 === 3 ? 255 : ((image.data[i] ?? 0) - 128) * 0.9 + 128 + ([9, -4, 6][i % 4] ?? 0);
  return out;
};
const meanOf = (image: RgbaImage, part: Rect): number[] => {
  const { data } = crop(image, part);
  return [0, 1, 2].map((c) => {
    let sum = 0;
    for (let i = c; i < data.length; i += 4) sum += data[i] ?? 0;
    return sum / (data.length / 4);
  });
};

describe('Lab', () => {
  it('has white at 100, 0, 0 and gives every grey and colour back', () => {
    const lab = new Float64Array(3);
    const rgb = new Float64Array(3);
    rgbToLab(255, 255, 255, lab);
    expect(lab[0]).toBeCloseTo(100, 3);
    expect(Math.abs(lab[1] ?? 9)).toBeLessThan(0.01);
    rgbToLab(255, 0, 0, lab);
    expect([...lab].map((v) => Math.round(v * 10) / 10)).toEqual([53.2, 80.1, 67.2]);
    for (const colour of [
      [0, 0, 0],
      [1, 2, 3],
      [200, 17, 99],
      [64, 128, 250],
    ] as [number, number, number][]) {
      rgbToLab(...colour, lab);
      labToRgb(lab[0] ?? 0, lab[1] ?? 0, lab[2] ?? 0, rgb);
      expect([...rgb].map(Math.round)).toEqual([...colour]);
    }
  });
});

describe('colourMatch', () => {
  const ones = new Float32Array(128 * 128).fill(1);

  it('takes out a tint and a loss of contrast', () => {
    const picture = paint(128, 128, landscape);
    const back = colourMatch(tinted(picture), picture, ones);
    const error = (a: RgbaImage) =>
      a.data.reduce((sum, v, i) => sum + Math.abs(v - (picture.data[i] ?? 0)), 0) / a.data.length;
    expect(error(tinted(picture))).toBeGreaterThan(5);
    expect(error(back)).toBeLessThan(1);
  });

  it('measures only where there is weight', () => {
    const picture = paint(128, 128, landscape);
    const other = paint(128, 128, (x, y) => (x < 64 ? landscape(x, y) : [255, 0, 0]));
    const left = Float32Array.from({ length: 128 * 128 }, (_, i) => (i % 128 < 64 ? 1 : 0));
    const back = colourMatch(other, picture, left);
    expect(crop(back, { x: 64, y: 0, width: 64, height: 128 }).data[0]).toBeGreaterThan(250);
    expect(colourMatch(other, picture, new Float32Array(128 * 128))).toBe(other);
  });

  it('survives flat colours: moves them, and does not blow up noise', () => {
    const flat = paint(128, 128, () => [100, 150, 200]);
    const noisy = paint(128, 128, (x, y) => [104 + ((x * 7 + y * 13) % 2), 150, 196]);
    const back = colourMatch(noisy, flat, ones);
    for (let i = 0; i < back.data.length; i++)
      expect(Math.abs((back.data[i] ?? 0) - (flat.data[i] ?? 0))).toBeLessThan(2);
    expect(colourMatch(flat, flat, ones).data).toEqual(flat.data);
  });
});

describe('borderMatch', () => {
  const half = (value: (x: number, y: number) => number[], x0: number) => {
    const image = paint(128, 64, value);
    for (let y = 0; y < 64; y++) image.data.fill(0, 4 * (y * 128 + x0), 4 * (y + 1) * 128);
    return image;
  };

  it('bends a tone at the border, less and less further out, and leaves the rest', () => {
    const before = half(() => [100, 120, 140], 64);
    const painted = paint(128, 64, () => [108, 120, 136]);
    borderMatch(painted, before, unknownMask(before), 32);
    const red = (x: number) => painted.data[4 * (32 * 128 + x)] ?? 0;
    expect(red(60)).toBe(100);
    expect(Math.abs(red(65) - 100)).toBeLessThanOrEqual(1);
    expect(red(80)).toBeGreaterThan(101);
    expect([red(97), red(127)]).toEqual([108, 108]);
    for (let x = 64; x < 100; x++) expect(red(x + 1)).toBeGreaterThanOrEqual(red(x));
  });

  it('takes other content for no tone', () => {
    const before = half((_, y) => (y < 32 ? [100, 100, 100] : [200, 50, 50]), 64);
    const painted = paint(128, 64, () => [100, 100, 100]);
    const copy = painted.data.slice();
    borderMatch(painted, before, unknownMask(before), 32);
    expect(painted.data).toEqual(copy);
  });
});

describe('continueTones', () => {
  const fresh = (x0: number) => ({
    width: 192,
    height: 64,
    data: Uint8Array.from({ length: 192 * 64 }, (_, i) => (i % 192 >= x0 ? 255 : 0)),
  });
  const at = (image: RgbaImage, x: number, y = 32) => image.data[4 * (y * 192 + x)] ?? 0;

  it('lets a slope go on where the new side starts over, and gives way further out', () => {
    const picture = paint(192, 64, (x) => [x < 64 ? 80 + x / 2 : 140, 100, 100]);
    continueTones(picture, fresh(64), 128);
    expect(Math.abs(at(picture, 90) - 122)).toBeLessThan(6);
    expect(at(picture, 191)).toBe(140);
    expect([...picture.data.subarray(0, 256)]).toEqual([...paint(64, 1, (x) => [80 + x / 2, 100, 100]).data]);
    for (let x = 64; x < 190; x++) expect(Math.abs(at(picture, x + 1) - at(picture, x))).toBeLessThanOrEqual(3);
  });

  it('leaves a picture alone that goes on by itself, and other content too', () => {
    const slope = paint(192, 64, (x) => [60 + x / 2, 100, 100]);
    const kept = slope.data.slice();
    continueTones(slope, fresh(64), 128);
    for (let i = 0; i < kept.length; i++)
      expect(Math.abs((slope.data[i] ?? 0) - (kept[i] ?? 0))).toBeLessThanOrEqual(2);
    const thing = paint(192, 64, (x) => (x < 64 ? [60, 100, 100] : [200, 30, 30]));
    const before = thing.data.slice();
    continueTones(thing, fresh(64), 128);
    expect(thing.data).toEqual(before);
  });
});

describe('seamMeasure', () => {
  it('is 1 for no joint and large for a step', () => {
    const slope = (x: number, y: number) => [x + 20, 200 - x, 40 + x / 2 + y / 3];
    const smooth = paint(128, 128, slope);
    expect(seamMeasure(smooth, { direction: 'vertical', at: 64, from: 0, to: 128 })).toBeCloseTo(1, 1);
    const step = paint(128, 128, (x, y) => slope(x, y).map((v) => v + (x < 64 ? 0 : 6)));
    expect(seamMeasure(step, { direction: 'vertical', at: 64, from: 0, to: 128 })).toBeGreaterThan(3);
    const level = paint(128, 128, (x, y) => [(y < 40 ? 100 : 106) + x / 4, 100, 100]);
    expect(seamMeasure(level, { direction: 'horizontal', at: 40, from: 0, to: 128 })).toBeGreaterThan(4);
    const flat = paint(64, 64, () => [9, 9, 9]);
    expect(seamMeasure(flat, { direction: 'horizontal', at: 32, from: 0, to: 64 })).toBe(1);
  });

  it('sees a step that a fade spreads over many lines, the more the larger it is', () => {
    const faded = (step: number, fade: number) => {
      const share = (x: number) => Math.min(1, Math.max(0, (x - (64 - fade)) / fade));
      return paint(128, 64, (x) => [100, 120, 140].map((v) => v + step * share(x)));
    };
    const joint = { direction: 'vertical', at: 64, from: 0, to: 64 } as const;
    const measures = [0, 3, 10, 40].map((step) => seamMeasure(faded(step, 16), joint, 16));
    expect(measures[0]).toBe(1);
    expect(measures[1]).toBeGreaterThan(3);
    expect(measures[2]).toBeGreaterThan(10);
    expect(measures[3]).toBeGreaterThan(40);
    const mirrored = paint(128, 64, (x) => [100 + (x < 64 ? 10 : 10 * Math.max(0, 1 - (x - 63) / 16)), 120, 140]);
    expect(seamMeasure(mirrored, joint, -16)).toBeGreaterThan(6);
    expect(seamMeasure(mirrored, joint)).toBeLessThan(3);
  });

  it('is sterner over the quieter side', () => {
    const halves = paint(128, 64, (x) => (x < 64 ? [100, 100, 100] : [106 + 5 * (x % 2), 106, 106]));
    const joint = { direction: 'vertical', at: 64, from: 0, to: 64 } as const;
    expect(seamMeasure(halves, joint, 0, 'quieter')).toBeGreaterThan(seamMeasure(halves, joint));
  });
});

describe('20 successive expansions on all sides', () => {
  const FADE = 12;
  const window = { width: 96, height: 96 };

  /** Grows a picture by `by` on one side with a decoder that tints. Returns the grown picture; the first one is not touched. */
  function expand(picture: RgbaImage, side: number, by: number): { image: RgbaImage; old: Rect } {
    const wide = side % 2 === 0 ? by : 0;
    const high = side % 2 === 1 ? by : 0;
    const old = { x: side === 0 ? by : 0, y: side === 1 ? by : 0, width: picture.width, height: picture.height };
    const canvas = emptyImage(picture.width + wide, picture.height + high);
    place(canvas, picture, old.x, old.y);
    const tiles = planPasses({
      known: [old],
      target: { x: 0, y: 0, width: canvas.width, height: canvas.height },
      window,
      grid: 8,
    });
    for (const tile of tiles) {
      const before = crop(canvas, tile.window);
      const kept = Float32Array.from({ length: 96 * 96 }, (_, i) => (before.data[4 * i + 3] === 0 ? 0 : 1));
      const painted = tinted(fillByEdge(before));
      composeWindow(canvas, { window: tile.window, painted, mask: unknownMask(before), kept, fade: FADE });
    }
    return { image: canvas, old };
  }

  it('changes no byte outside the fade, and the mean colour does not drift', () => {
    // Even rows and columns of a flat sky: what is new can only differ by what the decoder and the paste did to it.
    let image = paint(120, 104, (_, y) => (y < 52 ? [110, 170, 240] : [80, 160, 70]));
    for (let round = 0; round < 20; round++) {
      const next = expand(image, round % 4, 24);
      const { old } = next;
      const safe = {
        x: old.x === 0 ? 0 : FADE,
        y: old.y === 0 ? 0 : FADE,
        width: image.width - (next.image.width > image.width ? FADE : 0),
        height: image.height - (next.image.height > image.height ? FADE : 0),
      };
      const kept = crop(next.image, { ...safe, x: safe.x + old.x, y: safe.y + old.y });
      expect(Buffer.from(kept.data).equals(Buffer.from(crop(image, safe).data))).toBe(true);
      expect(next.image.data.every((v, i) => i % 4 !== 3 || v === 255)).toBe(true);
      image = next.image;
    }
    const top = meanOf(image, { x: 0, y: 0, width: image.width, height: 30 });
    const low = meanOf(image, { x: 0, y: image.height - 30, width: image.width, height: 30 });
    for (const [c, v] of [110, 170, 240].entries()) expect(Math.abs((top[c] ?? 0) - v)).toBeLessThanOrEqual(2);
    for (const [c, v] of [80, 160, 70].entries()) expect(Math.abs((low[c] ?? 0) - v)).toBeLessThanOrEqual(2);
  });
});
