import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withMargins } from './expand';
import { countPasses, draftZoom } from './draft';
import { neededRegion } from './neededRegion';
import { planPasses, type PlannedPass, type PassPlanRequest } from './planPasses';
import { area, contains, intersect, isEmpty, subtractFromAll, translate, type Rect } from './rect';

fc.configureGlobal({ seed: 20, numRuns: 60 });

const int = (min: number, max: number) => fc.integer({ min, max });
const margins = fc.record({ left: int(0, 700), top: int(0, 700), right: int(0, 700), bottom: int(0, 700) });
const model = fc.constantFrom(
  { window: { width: 256, height: 256 }, grid: 32, minSide: 128 },
  { window: { width: 512, height: 512 }, grid: 64 },
  { window: { width: 384, height: 256 }, grid: 32, minSide: 128 },
  { window: { width: 160, height: 128 }, grid: 8 },
);
const anyRect = fc.record({ x: int(-300, 900), y: int(-300, 900), width: int(1, 900), height: int(1, 900) });
const expansion = fc
  .record({ x: int(-500, 500), y: int(-500, 500), width: int(1, 1200), height: int(1, 1200), margins, model })
  .map(({ x, y, width, height, margins: m, model: { window, grid, ...rest } }): PassPlanRequest => {
    const artwork = { x, y, width, height };
    return { known: [artwork], target: withMargins(artwork, m), window, grid, ...rest };
  });
/** Also frames that lie anywhere, and several known places: holes, two pictures, none. */
const anything = fc
  .record({ known: fc.array(anyRect, { maxLength: 4 }), target: anyRect, model })
  .map(({ known, target, model: m }): PassPlanRequest => ({ known, target, ...m }));
const either = fc.oneof(expansion, anything);

const sum = (rects: readonly Rect[]) => rects.reduce((total, r) => total + area(r), 0);
const newArea = (r: PassPlanRequest) => sum(r.known.reduce<Rect[]>((rest, k) => subtractFromAll(rest, k), [r.target]));
/** Part of a window inside the target that is known when its turn comes, counted from the plan alone. */
function knownShare(request: PassPlanRequest, passes: readonly PlannedPass[], index: number): number {
  const pass = passes[index];
  if (!pass) return Number.NaN;
  const inside = intersect(pass.window, request.target);
  const unknown = [...request.known, ...passes.slice(0, index).flatMap((t) => t.fresh)].reduce<Rect[]>(
    (rest, k) => subtractFromAll(rest, k),
    [inside],
  );
  return 1 - sum(unknown) / area(inside);
}
function windowSize(r: PassPlanRequest): { width: number; height: number } {
  const side = (room: number, most: number) =>
    Math.max(r.minSide ?? r.grid, Math.min(most, Math.ceil(room / r.grid) * r.grid));
  return { width: side(r.target.width, r.window.width), height: side(r.target.height, r.window.height) };
}

describe('planPasses', () => {
  it('gives every new pixel to exactly one pass, and no other pixel to any', () => {
    fc.assert(
      fc.property(either, (request) => {
        const fresh = planPasses(request).flatMap((pass) => pass.fresh);
        expect(sum(fresh)).toBe(newArea(request));
        for (const [i, r] of fresh.entries()) {
          expect(contains(request.target, r)).toBe(true);
          const taken = [...request.known, ...fresh.slice(i + 1)];
          expect(taken.every((other) => isEmpty(intersect(r, other)))).toBe(true);
        }
      }),
    );
  });

  it('leaves nothing unknown in a window inside the target', () => {
    fc.assert(
      fc.property(either, (request) => {
        const passes = planPasses(request);
        for (const [i, pass] of passes.entries()) {
          expect(pass.fresh.length).toBeGreaterThan(0);
          const done = [...request.known, ...passes.slice(0, i + 1).flatMap((t) => t.fresh)];
          const rest = done.reduce<Rect[]>((r, k) => subtractFromAll(r, k), [intersect(pass.window, request.target)]);
          expect(rest).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has windows of one size, multiples of the grid, that hang over by less than a step', () => {
    fc.assert(
      fc.property(either, (request) => {
        const size = windowSize(request);
        for (const { window } of planPasses(request)) {
          expect(window.width % request.grid).toBe(0);
          expect(window.height % request.grid).toBe(0);
          expect({ width: window.width, height: window.height }).toEqual(size);
          const inside = intersect(window, request.target);
          if (request.target.width >= (request.minSide ?? 0))
            expect(window.width - inside.width).toBeLessThan(request.grid);
          if (request.target.height >= (request.minSide ?? 0))
            expect(window.height - inside.height).toBeLessThan(request.grid);
        }
      }),
    );
  });

  it('knows at least half of every window when its turn comes, where the artwork can fill half a window', () => {
    let checked = 0;
    fc.assert(
      fc.property(expansion, (request) => {
        const [artwork] = request.known;
        const { width, height } = windowSize(request);
        const inTarget = {
          width: Math.min(width, request.target.width),
          height: Math.min(height, request.target.height),
        };
        if (!artwork) return;
        const best = Math.min(artwork.width, inTarget.width) * Math.min(artwork.height, inTarget.height);
        if (best * 2 < area(inTarget)) return;
        const passes = planPasses(request);
        for (const i of passes.keys()) {
          checked++;
          expect(knownShare(request, passes, i)).toBeGreaterThanOrEqual(0.5);
        }
      }),
      { numRuns: 100 },
    );
    expect(checked).toBeGreaterThan(50);
  });

  it('names exactly the earlier passes that a window sees', () => {
    fc.assert(
      fc.property(either, (request) => {
        const passes = planPasses(request);
        for (const [i, pass] of passes.entries()) {
          const seen = passes.flatMap((other, j) =>
            j !== i && other.fresh.some((r) => !isEmpty(intersect(r, pass.window))) ? [j] : [],
          );
          expect(pass.after).toEqual(seen.filter((j) => j < i));
          // A pass that starts without any known pixel is the first, or on its own.
          if (i > 0 && request.known.length === 0) expect(pass.after.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('costs passes in proportion to the new area', () => {
    fc.assert(
      fc.property(expansion, (request) => {
        const { width, height } = windowSize(request);
        const [artwork] = request.known;
        if (!artwork) return;
        // A strip is never thinner than a step of the drag in practice; a pass is charged by half windows begun.
        const begun = (length: number, side: number) => Math.ceil(length / side);
        const { target } = request;
        const strips =
          begun(artwork.x - target.x, width / 2) +
          begun(target.x + target.width - artwork.x - artwork.width, width / 2);
        const bands =
          begun(artwork.y - target.y, height / 2) +
          begun(target.y + target.height - artwork.y - artwork.height, height / 2);
        const along = begun(Math.max(artwork.height, height), height * 0.75) + 1;
        const over = begun(target.width, width * 0.75) + 1;
        const wide = begun(Math.max(artwork.width, width), width * 0.75) + 1;
        expect(planPasses(request).length).toBeLessThanOrEqual(strips * along + bands * over + along + wide + 1);
      }),
    );
    const passesFor = (more: number) =>
      planPasses({
        known: [{ x: 0, y: 0, width: 256, height: 256 }],
        target: { x: 0, y: 0, width: 256 + more, height: 256 },
        window: { width: 256, height: 256 },
        grid: 32,
      }).length;
    expect([128, 256, 512, 1024, 2048].map(passesFor)).toEqual([1, 2, 4, 8, 16]);
  });

  it('moves with the plane', () => {
    fc.assert(
      fc.property(either, int(-1000, 1000), int(-1000, 1000), (request, dx, dy) => {
        const moved = planPasses({
          ...request,
          known: request.known.map((k) => translate(k, dx, dy)),
          target: translate(request.target, dx, dy),
        });
        expect(moved.map((t) => translate(t.window, -dx, -dy))).toEqual(planPasses(request).map((t) => t.window));
      }),
    );
  });

  it('goes left, right, then above and below with the corners, from the picture outward', () => {
    const passes = planPasses({
      known: [{ x: 0, y: 0, width: 256, height: 256 }],
      target: { x: -256, y: -128, width: 768, height: 512 },
      window: { width: 256, height: 256 },
      grid: 32,
    });
    expect(passes.slice(0, 4).map((t) => t.window)).toEqual([
      { x: -128, y: 0, width: 256, height: 256 },
      { x: 128, y: 0, width: 256, height: 256 },
      { x: -256, y: 0, width: 256, height: 256 },
      { x: 256, y: 0, width: 256, height: 256 },
    ]);
    const above = passes.filter((t) => t.window.y === -128).map((t) => t.window.x);
    expect(above).toEqual([-96, 96, -256, 256]);
    expect(passes.length).toBe(12);
  });

  it('plans one plain pass where nothing is known, and none where all is', () => {
    const alone = {
      known: [],
      target: { x: 5, y: 5, width: 256, height: 256 },
      window: { width: 256, height: 256 },
      grid: 32,
    };
    expect(planPasses(alone)).toEqual([{ window: alone.target, fresh: [alone.target], after: [] }]);
    expect(planPasses({ ...alone, known: [{ x: 0, y: 0, width: 300, height: 300 }] })).toEqual([]);
  });

  it('completes a picture smaller than a window in one pass', () => {
    const passes = planPasses({
      known: [{ x: 64, y: 64, width: 128, height: 128 }],
      target: { x: 0, y: 0, width: 256, height: 256 },
      window: { width: 256, height: 256 },
      grid: 32,
    });
    expect(passes.map((t) => t.window)).toEqual([{ x: 0, y: 0, width: 256, height: 256 }]);
  });
});

describe('neededRegion', () => {
  it('holds all new pixels and a plan on it is the plan on the whole', () => {
    fc.assert(
      fc.property(expansion, (request) => {
        const [artwork] = request.known;
        if (!artwork) return;
        const region = neededRegion(artwork, request.target, request.window);
        expect(contains(request.target, region)).toBe(true);
        for (const pass of planPasses(request)) for (const r of pass.fresh) expect(contains(region, r)).toBe(true);
      }),
    );
  });

  it('does not grow with the artwork', () => {
    const artwork = { x: 0, y: 0, width: 4096, height: 4096 };
    const target = { x: 0, y: 0, width: 4096 + 128, height: 4096 };
    expect(neededRegion(artwork, target, { width: 256, height: 256 }).width).toBe(512 + 128);
  });
});

describe('countPasses', () => {
  const art = { x: 10, y: 20, width: 256, height: 256 };
  const count = (margins: { left: number; top: number; right: number; bottom: number }) =>
    countPasses({
      known: [art],
      target: withMargins(art, margins),
      window: { width: 256, height: 256 },
      grid: 32,
      minSide: 128,
    });

  it('adds the draft of what is taller than a window', () => {
    expect(count({ left: 0, top: 0, right: 256, bottom: 0 })).toBe(2);
    expect(count({ left: 0, top: 128, right: 0, bottom: 0 })).toBe(2);
    expect(count({ left: 128, top: 128, right: 128, bottom: 128 })).toBe(9);
    expect(count({ left: 0, top: 0, right: 0, bottom: 0 })).toBe(0);
    expect(draftZoom({ width: 256, height: 4096 }, { width: 256, height: 256 })).toBe(2);
  });
});
