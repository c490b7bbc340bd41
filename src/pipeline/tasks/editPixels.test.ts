import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../../models/modelCard';
import type { Mask, RgbaImage } from '../../protocol/rgbaImage';
import { cellsToPixels, clearMasked, hideKept, repaintCells } from './editPixels';

/** The right part of 64 x 16 pixels, from x on. */
const rightOf = (x: number): Mask => ({
  width: 64,
  height: 16,
  data: Uint8Array.from({ length: 64 * 16 }, (_, i) => (i % 64 >= x ? 255 : 0)),
});
const card = (concat: ModelCard['concat']) =>
  ({ concat, latents: { channels: 4, factor: 16, scale: 1, shift: 0 } }) as ModelCard;

describe('repaintCells', () => {
  it('is all or nothing for models that take the mask, and leads over for the others', () => {
    expect([...repaintCells(card('mask+kept'), rightOf(40), 24)]).toEqual([0, 0, 1, 1]);
    const soft = [...repaintCells(card('none'), rightOf(32), 15)];
    expect(soft[0]).toBe(0);
    expect(soft[1]).toBeGreaterThan(0.5);
    expect(soft[1]).toBeLessThan(1);
    expect(soft.slice(2)).toEqual([1, 1]);
    expect([...repaintCells(card('none'), rightOf(32), 0)]).toEqual([0, 0, 1, 1]);
  });
});

describe('cellsToPixels', () => {
  it('gives each pixel its cell', () => {
    const pixels = cellsToPixels(Float32Array.of(0, 0.25, 1, 1), { width: 64, height: 16 }, 16, (v) => 1 - v);
    expect([pixels[0], pixels[15], pixels[16], pixels[32], pixels[64 * 15 + 63]]).toEqual([1, 1, 0.75, 0, 0]);
  });
});

describe('clearMasked', () => {
  it('makes masked pixels unknown in a copy', () => {
    const image: RgbaImage = { width: 64, height: 16, data: new Uint8ClampedArray(64 * 16 * 4).fill(9) };
    const cleared = clearMasked(image, rightOf(32));
    expect([cleared.data[4 * 31], cleared.data[4 * 32], cleared.data[4 * 32 + 3]]).toEqual([9, 0, 0]);
    expect(image.data[4 * 32]).toBe(9);
  });
});

describe('hideKept', () => {
  it('makes a look transparent where nothing is repainted', () => {
    const look: RgbaImage = { width: 4, height: 1, data: new Uint8ClampedArray(16).fill(255) };
    hideKept(look, rightOf(32));
    expect([...look.data].filter((_, i) => i % 4 === 3)).toEqual([0, 0, 255, 255]);
  });
});
