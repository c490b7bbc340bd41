import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../editor/document';
import { KnownPlaces } from '../editor/knownPlaces';
import { readRegion, writeRegion } from '../editor/pictures';
import { TileStore } from '../editor/tileStore';
import { draftPlan } from '../geometry/draft';
import { withMargins } from '../geometry/expand';
import { planPasses } from '../geometry/planPasses';
import { contains, intersect, union } from '../geometry/rect';
import type { Rect, Size } from '../geometry/rect';
import type { ModelCard } from '../models/modelCard';
import { planFor } from '../pipeline/tasks/paintWindows';
import { someRequest } from '../protocol/testing/someRequest';
import type { RgbaImage } from '../protocol/rgbaImage';
import { expansionArea, planExpansion, planFrame, variationSize } from './editPlan';

const rule = { native: 256, grid: 32, min: 128, max: 512 };
const artwork = { x: 0, y: 0, width: 256, height: 256 };

const rect = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height });
const opaque = ({ width, height }: Size): RgbaImage => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).fill(255),
});

/** How many windows `outpaint` paints for an image, those of its draft counted. */
function passesRun(image: RgbaImage, size: typeof rule): number {
  const request = { ...someRequest(), width: size.native, height: size.native };
  const plan = planFor(image, request, { size } as ModelCard);
  const draft = draftPlan(plan);
  return planPasses(plan).length + (draft ? planPasses(draft).length : 0);
}

/** The plan for a picture without holes. */
const expansion = (whole: Rect, target: Rect) => {
  const area = expansionArea(whole, target, rule);
  return planExpansion([intersect(whole, area.region)], area, rule);
};

describe('planExpansion', () => {
  it('takes one pass for half a window and two for a whole one', () => {
    expect(expansion(artwork, { ...artwork, width: 384 })).toMatchObject({
      passes: 1,
      window: { width: 256, height: 256 },
    });
    expect(expansion(artwork, { ...artwork, width: 512 }).passes).toBe(2);
  });

  it('sends all that is new, and of a large artwork only what the windows see', () => {
    const large = { x: 0, y: 0, width: 4096, height: 2048 };
    const { region } = expansionArea(large, { ...large, width: 4096 + 128 }, rule);
    expect(contains(region, { x: 4096 - 256, y: 0, width: 256 + 128, height: 2048 })).toBe(true);
    expect(region.width).toBeLessThanOrEqual(2 * 256 + 128);
    expect(region.height).toBe(2048);
  });

  it('costs passes in proportion to what is new', () => {
    const passes = (by: number) => expansion(artwork, { ...artwork, width: 256 + by }).passes;
    expect([128, 256, 512, 1024].map(passes)).toEqual([1, 2, 4, 8]);
  });

  it('counts the passes that run, whatever is empty within the bounds', async () => {
    const small = { native: 64, grid: 8, min: 32, max: 128 };
    const side = fc.integer({ min: 4, max: 12 }).map((n) => 8 * n);
    const place = fc.record({ x: fc.integer({ min: -8, max: 8 }), y: fc.integer({ min: -8, max: 8 }) });
    const patch = fc.tuple(place, side, side).map(([{ x, y }, width, height]) => rect(8 * x, 8 * y, width, height));
    const pull = fc.tuple(fc.nat(8), fc.nat(8), fc.nat(8), fc.nat(8)).filter((sides) => sides.some((n) => n > 0));
    await fc.assert(
      fc.asyncProperty(fc.array(patch, { minLength: 1, maxLength: 3 }), pull, async (patches, [l, t, r, b]) => {
        const store = new TileStore();
        let document = emptyDocument();
        for (const p of patches) document = await writeRegion(store, document, p, opaque(p));
        const bounds = patches.reduce(union);
        const target = withMargins(bounds, { left: 8 * l, top: 8 * t, right: 8 * r, bottom: 8 * b });
        const area = expansionArea(bounds, target, small);
        const places = new KnownPlaces(store);
        expect(places.within(document.tiles, area.region)).toBeNull();
        await places.learn(document.tiles, area.region);
        const known = places.within(document.tiles, area.region) ?? [];
        const image = await readRegion(store, document, area.region);
        expect(planExpansion(known, area, small).passes).toBe(passesRun(image, small));
      }),
      { numRuns: 60 },
    );
  });
});

describe('planFrame', () => {
  const plan = (known: Rect | null, frame: Rect) => planFrame(known ? [intersect(known, frame)] : [], frame, rule);

  it('paints a frame off the picture at once where the model can, else in passes of its own window', () => {
    const off = rect(1000, 0, 384, 256);
    expect(plan(null, off)).toEqual({ region: off, window: { width: 384, height: 256 }, passes: 1 });
    expect(plan(null, { ...off, width: 1024 }).passes).toBeGreaterThan(1);
  });

  it('uses the native window over the edge, so that the model sees as much as it is used to', () => {
    const over = rect(128, 0, 384, 256);
    expect(plan(artwork, over)).toMatchObject({ window: { width: 256, height: 256 }, passes: 2 });
  });

  it('paints a frame on the picture over in one pass, at a size that the model can do', () => {
    const large = rect(0, 0, 2048, 2048);
    expect(plan(large, rect(64, 0, 1024, 512))).toMatchObject({ window: { width: 512, height: 256 }, passes: 1 });
  });

  it('does not take a frame within the bounds for known where a corner is empty', () => {
    const frame = rect(0, 0, 512, 256);
    const known = [rect(0, 0, 256, 256), rect(256, 128, 256, 128)];
    expect(planFrame(known, frame, rule)).toMatchObject({ window: { width: 256, height: 256 }, passes: 2 });
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
