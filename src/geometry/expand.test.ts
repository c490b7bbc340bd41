import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EXPAND_PRESETS,
  expandByDrag,
  expandByKey,
  expandToPreset,
  marginsOf,
  withMargins,
  type ExpandPress,
  type Handle,
  anchorOf,
  reanchor,
} from './expand';
import { contains, equals, type Rect } from './rect';
import { snap, snapUp } from './snap';

fc.configureGlobal({ seed: 20 });

const HANDLES: Handle[] = ['left', 'right', 'top', 'bottom', 'topLeft', 'topRight', 'bottomLeft', 'bottomRight'];
const int = (min: number, max: number) => fc.integer({ min, max });
const modifiers = fc.record({ fine: fc.boolean(), bothSides: fc.boolean(), keepAspect: fc.boolean() });
const delta = fc.record({ x: int(-3000, 3000), y: int(-3000, 3000) });
const press = fc
  .record({
    handle: fc.constantFrom(...HANDLES),
    x: int(-2000, 2000),
    y: int(-2000, 2000),
    width: int(1, 1500),
    height: int(1, 1500),
    margins: fc.record({ left: int(0, 500), top: int(0, 500), right: int(0, 500), bottom: int(0, 500) }),
    grid: fc.constantFrom(8, 32, 64),
    fineGrid: fc.constantFrom(1, 8),
  })
  .map(({ handle, x, y, width, height, margins, grid, fineGrid }): ExpandPress => {
    const artwork = { x, y, width, height };
    return { handle, artwork, target: withMargins(artwork, margins), grid, fineGrid, maxSide: 4096 };
  });
const plain = { fine: false, bothSides: false, keepAspect: false };
const square: ExpandPress = {
  handle: 'right',
  artwork: { x: 10, y: 20, width: 256, height: 128 },
  target: { x: 10, y: 20, width: 256, height: 128 },
  grid: 32,
  fineGrid: 8,
  maxSide: 4096,
};
const rect = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });

describe('snap', () => {
  it('is idempotent and moves by at most half a step', () => {
    fc.assert(
      fc.property(int(-10_000, 10_000), int(1, 128), (value, grid) => {
        const once = snap(value, grid);
        expect(snap(once, grid)).toBe(once);
        expect(Math.abs(once % grid)).toBe(0);
        expect(Math.abs(once - value)).toBeLessThanOrEqual(grid / 2);
        expect(snapUp(snapUp(value, grid), grid)).toBe(snapUp(value, grid));
      }),
    );
  });
});

describe('expandByDrag', () => {
  it('contains the artwork, whatever the drag', () => {
    fc.assert(
      fc.property(press, delta, modifiers, (p, d, m) => {
        const target = expandByDrag(p, d, m);
        expect(contains(target, p.artwork)).toBe(true);
        for (const side of Object.values(target)) expect(Number.isInteger(side)).toBe(true);
      }),
    );
  });

  it('gives back exactly the target of the press when the pointer comes back', () => {
    fc.assert(
      fc.property(press, delta, modifiers, (p, d, m) => {
        expandByDrag(p, d, m);
        expect(expandByDrag(p, { x: 0, y: 0 }, m)).toEqual(p.target);
        // Out, let go, and back by as much with a new press, from a target on the grid.
        const start = { ...p, target: p.artwork };
        const only = { ...m, keepAspect: false };
        const out = expandByDrag(start, { x: snap(d.x, 64), y: snap(d.y, 64) }, only);
        const grown = marginsOf(p.artwork, out);
        const back = {
          x: p.handle.toLowerCase().includes('left') ? grown.left : -grown.right,
          y: p.handle.toLowerCase().includes('top') ? grown.top : -grown.bottom,
        };
        expect(equals(expandByDrag({ ...start, target: out }, back, only), p.artwork)).toBe(true);
      }),
    );
  });

  it('moves only the held side, by grid steps', () => {
    expect(expandByDrag(square, { x: 70, y: 999 }, plain)).toEqual(rect(10, 20, 256 + 64, 128));
    expect(expandByDrag(square, { x: 70, y: 0 }, { ...plain, fine: true })).toEqual(rect(10, 20, 256 + 72, 128));
    expect(expandByDrag({ ...square, handle: 'topLeft' }, { x: -64, y: -32 }, plain)).toEqual(
      rect(10 - 64, 20 - 32, 256 + 64, 128 + 32),
    );
    expect(expandByDrag(square, { x: -500, y: 0 }, plain)).toEqual(square.artwork);
  });

  it('does both sides alike and keeps proportions', () => {
    expect(expandByDrag(square, { x: 64, y: 0 }, { ...plain, bothSides: true })).toEqual(rect(-54, 20, 384, 128));
    expect(expandByDrag(square, { x: 256, y: 0 }, { ...plain, keepAspect: true })).toEqual(rect(10, -44, 512, 256));
    expect(
      expandByDrag({ ...square, handle: 'bottomRight' }, { x: 0, y: 128 }, { ...plain, keepAspect: true }),
    ).toEqual(rect(10, 20, 512, 256));
  });

  it('stops at the largest side', () => {
    const wide = expandByDrag({ ...square, maxSide: 512 }, { x: 9000, y: 0 }, { ...plain, bothSides: true });
    expect(wide.width).toBeLessThanOrEqual(512);
    expect(expandByDrag({ ...square, maxSide: 512 }, { x: 9000, y: 0 }, plain).width).toBe(512);
    // A picture that is longer than that already is never cut.
    for (const keepAspect of [true, false]) {
      const long = expandByDrag({ ...square, maxSide: 128 }, { x: 9000, y: 0 }, { ...plain, keepAspect });
      expect(long).toEqual(square.artwork);
    }
  });

  it('is one grid step by key', () => {
    expect(expandByKey(square, { x: 1, y: 0 }, plain).width).toBe(288);
    const once = { ...square, target: expandByKey(square, { x: 1, y: 0 }, plain) };
    expect(expandByKey(once, { x: -1, y: 0 }, plain)).toEqual(square.artwork);
  });
});

describe('expandToPreset', () => {
  it('contains the artwork and has the proportions to the pixel', () => {
    const anchor = fc.record({ x: fc.constantFrom(0, 0.5, 1), y: fc.constantFrom(0, 0.5, 1) });
    fc.assert(
      fc.property(press, fc.constantFrom(...EXPAND_PRESETS), anchor, (p, { preset }, at) => {
        const target = expandToPreset(p.artwork, preset, at);
        expect(contains(target, p.artwork)).toBe(true);
        if ('ratio' in preset) {
          const [across, down] = preset.ratio;
          const fits =
            Math.abs(target.width - (target.height * across) / down) < 1 ||
            Math.abs(target.height - (target.width * down) / across) < 1;
          expect(fits).toBe(true);
        } else {
          expect(target.width).toBe(Math.ceil(p.artwork.width * preset.factor));
        }
        const m = marginsOf(p.artwork, target);
        if (at.x === 0) expect(m.left).toBe(0);
        if (at.x === 1) expect(m.right).toBe(0);
        if (at.x === 0.5) expect(Math.abs(m.left - m.right)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('makes 455 x 256 of 256 x 256 at 16:9, and 480 wide on a grid of 32', () => {
    const artwork = rect(0, 0, 256, 256);
    expect(expandToPreset(artwork, { ratio: [16, 9] }, { x: 0, y: 0 })).toEqual(rect(0, 0, 456, 256));
    expect(expandToPreset(artwork, { ratio: [16, 9] }, { x: 1, y: 0 }, 32)).toEqual(rect(-224, 0, 480, 256));
  });

  it('gives the artwork another place in a target of the same size, and knows which one it has', () => {
    const artwork = rect(10, 20, 256, 256);
    const wide = expandToPreset(artwork, { ratio: [16, 9] }, { x: 0.5, y: 0.5 });
    expect(anchorOf(artwork, wide)).toEqual({ x: 0.5, y: 0.5 });
    const moved = reanchor(artwork, wide, { x: 1, y: 0 });
    expect(moved).toEqual(rect(-190, 20, 456, 256));
    expect(anchorOf(artwork, moved)).toEqual({ x: 1, y: 0.5 });
    expect(anchorOf(artwork, { ...wide, width: 455 })).toEqual({ x: 0.5, y: 0.5 });
  });
});
