import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withMargins, type Margins } from '../../geometry/expand';
import { fromEdges, right, bottom, type Rect } from '../../geometry/rect';
import { crop, place } from '../../imaging/crop';
import { emptyImage } from '../../imaging/emptyImage';
import { seamMeasure } from '../../imaging/seamMeasure';
import { OutpaneError } from '../../protocol/errors';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { EngineEvent, FinishedPicture, Source } from '../../protocol/messages';
import type { RgbaImage } from '../../protocol/rgbaImage';
import { someRequest } from '../../protocol/testing/someRequest';
import type { LoadedModel } from '../loadModel';
import { paintPictures } from '../paintPictures';
import { collect, picturesOf } from '../testing/collect';
import { loadStarter, loadTiny, openNodeRuntime } from '../testing/loadStarter';
import { pictureDifference, readOracle, readPicture, samePixels } from '../testing/oracle';
import { withoutInputs } from '../testing/withoutInputs';
import { passSeed } from './passSeed';

const scene = readPicture('scene.png');
const FADE = 16;
/** What pictures show matters to some tests only. */
let starter: LoadedModel;
let model: LoadedModel;

beforeAll(async () => {
  const runtime = openNodeRuntime();
  starter = await loadStarter(runtime);
  model = await loadTiny(runtime);
});

afterAll(() => Promise.all([starter.dispose(), model.dispose()]));

/** An expansion of a picture whose corner lies at (100, 40) on the plane; windows of 128 to be quick. */
function expansion(
  picture: RgbaImage,
  margins: Partial<Margins>,
  change: Partial<GenerationRequest> = {},
): { request: GenerationRequest; source: Source; old: Rect } {
  const all = { left: 0, top: 0, right: 0, bottom: 0, ...margins };
  const region = withMargins({ x: 100, y: 40, width: picture.width, height: picture.height }, all);
  const image = emptyImage(region.width, region.height);
  place(image, picture, all.left, all.top);
  const request = someRequest({
    mode: 'outpaint',
    seed: 5,
    width: 128,
    height: 128,
    edit: { intent: 'expand', strength: 1, fade: FADE, region },
    ...change,
  });
  const old = { x: all.left, y: all.top, width: picture.width, height: picture.height };
  return { request, source: { image }, old };
}

/** With the starter. */
async function run(...args: Parameters<typeof expansion>): Promise<{ image: RgbaImage; old: Rect }> {
  const { request, source, old } = expansion(...args);
  const [picture] = picturesOf(await collect(paintPictures(starter, request, { source, preview: 'off' })));
  if (!picture) throw new Error('no picture');
  return { image: picture.image, old };
}

/** The part of the old picture that no fade may touch, in the grown one's coordinates. */
function safe(old: Rect, image: RgbaImage): Rect {
  return fromEdges(
    old.x + (old.x > 0 ? FADE : 0),
    old.y + (old.y > 0 ? FADE : 0),
    right(old) - (right(old) < image.width ? FADE : 0),
    bottom(old) - (bottom(old) < image.height ? FADE : 0),
  );
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'nothing thrown',
    (thrown: unknown) => (thrown instanceof OutpaneError ? thrown.code : 'another error'),
  );

describe('passSeed', () => {
  it('is the picture’s own for the first tile and never that of a neighbour', () => {
    expect(passSeed(7, 0)).toBe(7);
    const seeds = [0, 1, 2, 3, Number.MAX_SAFE_INTEGER].flatMap((seed) =>
      Array.from({ length: 50 }, (_, tile) => passSeed(seed, tile)),
    );
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  });
});

describe('outpaint', () => {
  it('paints the tile of the oracle as PyTorch does, but for the colour match', async () => {
    const { outpaint: run } = readOracle();
    const half = crop(scene, { x: 128, y: 0, width: 128, height: 256 });
    const { request, source } = expansion(
      half,
      { right: 128 },
      {
        prompt: run.prompt,
        negativePrompt: run.negative,
        seed: run.seed,
        steps: run.steps,
        guidanceScale: run.guidance,
        width: 256,
        height: 256,
      },
    );
    const [picture] = picturesOf(await collect(paintPictures(starter, request, { source, preview: 'off' })));
    const fresh = { x: 128, y: 0, width: 128, height: 256 };
    const { mean } = pictureDifference(crop(picture?.image ?? half, fresh), crop(readPicture(run.picture), fresh));
    expect(mean).toBeLessThan(2);
  });

  it('grows to all sides: tiles in order, every pixel known, nothing outside the fade changed', async () => {
    const picture = crop(scene, { x: 64, y: 96, width: 128, height: 128 });
    const { request, source, old } = expansion(picture, { left: 64, top: 64, right: 64, bottom: 32 });
    const events = await collect(paintPictures(model, request, { source, preview: 'decoder' }));
    const tiles = events.filter((event) => event.kind === 'tile');
    const steps = events.filter((event) => event.kind === 'step');
    const [finished] = picturesOf(events);
    const image = finished?.image ?? emptyImage(1, 1);

    // A draft of the whole comes first, as it is taller than the window; its passes are not final.
    const total = steps[0]?.tiles ?? 0;
    const drafts = total - tiles.length;
    expect(drafts).toBeGreaterThan(0);
    expect(tiles.map(({ tile }) => tile)).toEqual(Array.from({ length: tiles.length }, (_, i) => drafts + i + 1));
    expect(steps.filter(({ tile }) => tile === 1).map(({ step, steps: of }) => [step, of])).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    expect([...new Set(steps.map(({ tile }) => tile))]).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(new Set(steps.map((step) => step.tiles))).toEqual(new Set([total]));
    expect([image.width, image.height]).toEqual([256, 224]);
    expect(image.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
    const kept = safe(old, image);
    expect(samePixels(crop(image, kept), crop(source.image, kept))).toBe(true);
    // Tiles are told in the plane's coordinates, and the last word on each pixel is the picture's.
    const pasted: RgbaImage = { ...source.image, data: source.image.data.slice() };
    for (const { image: part, region } of tiles) place(pasted, part, region.x - 36, region.y + 24);
    expect(samePixels(pasted, image)).toBe(true);
    // Previews leave the known pixels alone.
    const [look] = events.filter((event) => event.kind === 'preview');
    expect(look?.image.data.some((value, i) => i % 4 === 3 && value === 0)).toBe(true);
    expect(look?.image.data.some((value, i) => i % 4 === 3 && value === 255)).toBe(true);
    expect(finished?.request).toEqual(request);
  });

  it('goes on with sky and grass without a visible joint, alike on all four sides', async () => {
    // Whole: its borders cut sky and grass, and no animal.
    const measures: number[] = [];
    for (const side of ['left', 'right', 'top', 'bottom'] as const) {
      const { image, old } = await run(scene, { [side]: 128 }, { steps: 6, width: 256, height: 256 });
      const direction = side === 'left' || side === 'right' ? 'vertical' : 'horizontal';
      const at = { left: old.x, right: right(old), top: old.y, bottom: bottom(old) }[side];
      const fade = side === 'left' || side === 'top' ? -FADE : FADE;
      measures.push(seamMeasure(image, { direction, at, from: 0, to: 256 }, fade));
    }
    for (const measure of measures) expect(measure).toBeLessThan(1.5);
    expect(measures.reduce((sum, m) => sum + m, 0) / 4).toBeLessThan(1.2);
  });

  it('holds the kept part by projection too, for models without inputs for it', async () => {
    const picture = crop(scene, { x: 64, y: 64, width: 192, height: 192 });
    const { request, source, old } = expansion(picture, { right: 64 }, { steps: 6, width: 192, height: 192 });
    const events = await collect(paintPictures(withoutInputs(starter), request, { source, preview: 'off' }));
    const image = picturesOf(events)[0]?.image ?? emptyImage(1, 1);
    expect(samePixels(crop(image, safe(old, image)), crop(source.image, safe(old, image)))).toBe(true);
    // Unheld it is 18.
    expect(seamMeasure(image, { direction: 'vertical', at: 192, from: 0, to: 192 }, FADE)).toBeLessThan(3);
  });

  it('gives candidates of their own seeds, each made again by its own request', async () => {
    const picture = crop(scene, { x: 128, y: 96, width: 128, height: 128 });
    const { request, source } = expansion(picture, { right: 64 }, { pictures: 2, steps: 2 });
    const two = picturesOf(await collect(paintPictures(model, request, { source, preview: 'off' })));
    expect(two.map((p) => [p.index, p.request.seed, p.request.pictures])).toEqual([
      [0, 5, 1],
      [1, 6, 1],
    ]);
    const [first, second] = two as [FinishedPicture, FinishedPicture];
    expect(pictureDifference(first.image, second.image).mean).toBeGreaterThan(0.5);
    const again = picturesOf(await collect(paintPictures(model, second.request, { source, preview: 'off' })));
    expect(samePixels(again[0]?.image, second.image)).toBe(true);
  });

  it('paints on an empty plane, and only what a mask asks for', async () => {
    const empty = expansion(emptyImage(128, 128), {}, { steps: 2 });
    const [alone] = picturesOf(
      await collect(paintPictures(model, empty.request, { source: empty.source, preview: 'off' })),
    );
    expect(alone?.image.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);

    const picture = crop(scene, { x: 128, y: 96, width: 128, height: 128 });
    const { request, source } = expansion(picture, {}, { steps: 2 });
    const mask = { width: 128, height: 128, data: new Uint8Array(128 * 128) };
    for (let y = 0; y < 128; y++) mask.data.fill(255, y * 128 + 96, (y + 1) * 128);
    const [masked] = picturesOf(
      await collect(paintPictures(model, request, { source: { ...source, mask }, preview: 'off' })),
    );
    const kept = { x: 0, y: 0, width: 96 - FADE, height: 128 };
    expect(samePixels(crop(masked?.image ?? picture, kept), crop(picture, kept))).toBe(true);
    expect(samePixels(masked?.image, picture)).toBe(false);
  });

  it('leaves no half-transparent ring around what was cut out', async () => {
    const sticker = crop(scene, { x: 64, y: 64, width: 128, height: 128 });
    // Opaque in the middle, a soft edge of 24 pixels, nothing at the corners.
    for (let i = 0; i < 128 * 128; i++) {
      const distance = Math.hypot((i % 128) - 64, Math.floor(i / 128) - 64);
      sticker.data[4 * i + 3] = (255 * (60 - distance)) / 24;
    }
    const half = ({ data }: RgbaImage) => data.filter((value, i) => i % 4 === 3 && value > 0 && value < 255).length;
    expect(half(sticker)).toBeGreaterThan(4000);
    const { image } = await run(sticker, { right: 64 }, { steps: 1 });
    expect(half(image)).toBe(0);
    expect(image.data.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  });

  it('walks less of the way with less strength, and goes on more like the edge', async () => {
    const picture = crop(scene, { x: 96, y: 96, width: 128, height: 128 });
    const at = async (strength: number) => {
      const { request, source } = expansion(picture, { right: 64 });
      const edit = request.edit && { ...request.edit, strength };
      const events = await collect(paintPictures(model, { ...request, edit }, { source, preview: 'off' }));
      const image = picturesOf(events)[0]?.image ?? emptyImage(192, 128);
      const edge = crop(picture, { x: 127, y: 0, width: 1, height: 128 });
      let off = 0;
      for (let i = 0; i < 128 * 4; i++)
        off += Math.abs((edge.data[i] ?? 0) - (image.data[4 * (Math.floor(i / 4) * 192 + 180) + (i % 4)] ?? 0));
      return { steps: events.filter((event) => event.kind === 'step').length, off };
    };
    const [free, bound] = [await at(1), await at(0.5)];
    expect([free.steps, bound.steps]).toEqual([4, 2]);
    expect(bound.off).toBeLessThan(free.off);
  });

  it('keeps the tiles that were whole when it is cancelled', async () => {
    const picture = crop(scene, { x: 128, y: 96, width: 128, height: 128 });
    const { request, source } = expansion(picture, { right: 128 }, { steps: 2 });
    const stop = new AbortController();
    const events: EngineEvent[] = [];
    const work = (async () => {
      for await (const event of paintPictures(model, request, { source, preview: 'off', signal: stop.signal })) {
        events.push(event);
        if (event.kind === 'tile') stop.abort();
      }
    })();
    expect(await codeOf(work)).toBe('cancelled');
    expect(events.filter((event) => event.kind === 'tile')).toHaveLength(1);
    expect(picturesOf(events)).toEqual([]);
  });

  it('refuses what does not fit together', async () => {
    const picture = crop(scene, { x: 0, y: 0, width: 128, height: 128 });
    const { request, source } = expansion(picture, { right: 32 });
    const attempt = (r: GenerationRequest, s?: Source) =>
      codeOf(collect(paintPictures(model, r, { source: s, preview: 'off' })));
    expect(await attempt(request)).toBe('bad-request');
    expect(await attempt({ ...request, edit: undefined }, source)).toBe('bad-request');
    expect(await attempt(request, { image: picture })).toBe('bad-request');
    expect(await attempt({ ...request, width: 100 }, source)).toBe('bad-request');
    const whole = expansion(picture, {});
    expect(await attempt(whole.request, whole.source)).toBe('bad-request');
  });
});
