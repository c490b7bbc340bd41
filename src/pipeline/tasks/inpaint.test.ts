import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fadeOutside } from '../../imaging/feather';
import { crop } from '../../imaging/crop';
import { emptyImage } from '../../imaging/emptyImage';
import { resize } from '../../imaging/resize';
import { OutpaneError } from '../../protocol/errors';
import type { Edit, GenerationRequest } from '../../protocol/generationRequest';
import type { Source } from '../../protocol/messages';
import type { Mask, RgbaImage } from '../../protocol/rgbaImage';
import { someRequest } from '../../protocol/testing/someRequest';
import { paintPictures } from '../paintPictures';
import type { LoadedModel } from '../loadModel';
import { collect, picturesOf } from '../testing/collect';
import { loadStarter, loadTiny, openNodeRuntime, unmeasured } from '../testing/loadStarter';
import { pictureDifference, readPicture } from '../testing/oracle';

const FADE = 8;
const scene = crop(readPicture('scene.png'), { x: 32, y: 64, width: 192, height: 160 });
/** What pictures show matters to some tests only. */
let starter: LoadedModel;
let model: LoadedModel;

beforeAll(async () => {
  const runtime = openNodeRuntime();
  starter = await loadStarter(runtime);
  model = await loadTiny(runtime);
});

afterAll(() => Promise.all([starter.dispose(), model.dispose()]));

const maskOf = ({ width, height }: RgbaImage, value: (x: number, y: number) => number): Mask => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
});
/** A disc with a soft rim. */
const disc = (image: RgbaImage, cx: number, cy: number, radius: number): Mask =>
  maskOf(image, (x, y) => Math.max(0, Math.min(255, 64 * (radius - Math.hypot(x - cx, y - cy)))));

function requestFor(image: RgbaImage, edit: Partial<Edit>, change: Partial<GenerationRequest> = {}): GenerationRequest {
  return someRequest({
    mode: 'inpaint',
    seed: 5,
    width: 128,
    height: 128,
    edit: {
      intent: 'replace',
      strength: 1,
      fade: FADE,
      region: { x: 10, y: -20, width: image.width, height: image.height },
      ...edit,
    },
    ...change,
  });
}

async function run(
  source: Source,
  edit: Partial<Edit>,
  change: Partial<GenerationRequest> = {},
  by = model,
): Promise<RgbaImage> {
  const request = requestFor(source.image, edit, change);
  const [picture] = picturesOf(await collect(paintPictures(by, request, { source, preview: 'off' })));
  if (!picture) throw new Error('no picture');
  return picture.image;
}

/** How many bytes differ where neither the mask nor its fade reach, and whether anything differs where the mask is full. */
function changes(before: RgbaImage, after: RgbaImage, mask: Mask): { outside: number; inside: boolean } {
  const reach = fadeOutside(mask, FADE);
  let outside = 0;
  let inside = false;
  for (let i = 0; i < before.data.length; i++) {
    if (before.data[i] === after.data[i]) continue;
    const pixel = i >> 2;
    if ((reach[pixel] ?? 0) === 0) outside++;
    if (mask.data[pixel] === 255) inside = true;
  }
  return { outside, inside };
}

describe('inpaint', () => {
  it.each(['fill', 'replace', 'remove', 'vary'] as const)(
    '%s changes the mask and no byte past its fade',
    async (intent) => {
      const mask = disc(scene, 120, 90, 30);
      const after = await run({ image: scene, mask }, { intent, strength: 0.7 });
      expect(changes(scene, after, mask)).toEqual({ outside: 0, inside: true });
    },
  );

  it('works on places smaller and larger than the model’s window, at the picture’s very edge', async () => {
    const large = resize(scene, 480, 400);
    for (const mask of [
      disc(large, 240, 200, 130),
      disc(large, 2, 398, 12),
      maskOf(large, (x) => (x < 40 ? 255 : 0)),
    ]) {
      const after = await run({ image: large, mask }, { intent: 'replace' }, { steps: 2 });
      expect(changes(large, after, mask)).toEqual({ outside: 0, inside: true });
    }
  });

  it('keeps nothing of what it replaces: other content in the mask gives the same picture', async () => {
    const mask = maskOf(scene, (x, y) => (x >= 80 && x < 140 && y >= 50 && y < 110 ? 255 : 0));
    const other: RgbaImage = { ...scene, data: scene.data.slice() };
    for (let i = 0; i < mask.data.length; i++) if (mask.data[i]) other.data.set([250, 20, 200, 255], 4 * i);
    const from = (image: RgbaImage, intent: Edit['intent'], strength: number) =>
      run({ image, mask }, { intent, strength }, { steps: 2 });
    const replaced = [await from(scene, 'replace', 1), await from(other, 'replace', 1)] as const;
    expect(pictureDifference(...replaced).mean).toBe(0);
    // Varying starts from what is there.
    const varied = [await from(scene, 'vary', 0.5), await from(other, 'vary', 0.5)] as const;
    expect(pictureDifference(...varied).mean).toBeGreaterThan(1);
  });

  it('varies by strength: not at all at 0, more at more', async () => {
    const mask = disc(scene, 110, 90, 40);
    const at = (strength: number) =>
      run({ image: scene, mask }, { intent: 'vary', strength }, { prompt: 'a red apple' }, starter);
    expect(pictureDifference(await at(0), scene).mean).toBe(0);
    const little = pictureDifference(await at(0.25), scene).mean;
    expect(little).toBeGreaterThan(0);
    expect(pictureDifference(await at(1), scene).mean).toBeGreaterThan(little);
  });

  it('removes a thing with no prompt at all: sky stays sky and grass stays grass', async () => {
    const ball = (x: number, y: number) => Math.hypot(x - 110, y - 95) < 20;
    const empty = emptyImage(scene.width, scene.height);
    const mask = maskOf(empty, (x, y) => (Math.hypot(x - 110, y - 95) < 28 ? 255 : 0));
    for (let i = 0; i < mask.data.length; i++) {
      const y = Math.floor(i / empty.width);
      empty.data.set(y < 100 ? [130 + y / 2, 195 + y / 4, 252, 255] : [110, 190 - (y - 100) / 4, 90, 255], 4 * i);
    }
    const image: RgbaImage = { ...empty, data: empty.data.slice() };
    for (let i = 0; i < mask.data.length; i++)
      if (ball(i % empty.width, Math.floor(i / empty.width))) image.data.set([250, 20, 20, 255], 4 * i);
    const after = await run({ image, mask }, { intent: 'remove' }, { prompt: '', steps: 6 }, starter);
    const place = { x: 90, y: 75, width: 40, height: 40 };
    expect(pictureDifference(crop(image, place), crop(empty, place)).mean).toBeGreaterThan(40);
    expect(pictureDifference(crop(after, place), crop(empty, place)).mean).toBeLessThan(12);
  });

  it('tells where on the plane it works, and shows only the mask', async () => {
    const mask = disc(scene, 120, 90, 30);
    const request = requestFor(scene, {}, { pictures: 2, steps: 2 });
    const events = await collect(
      paintPictures(unmeasured(model), request, { source: { image: scene, mask }, preview: 'decoder' }),
    );
    expect(picturesOf(events).map((p) => [p.index, p.request.seed, p.request.pictures])).toEqual([
      [0, 5, 1],
      [1, 6, 1],
    ]);
    const looks = events.filter((event) => event.kind === 'preview');
    expect(looks).toHaveLength(4);
    // The window is centred on the disc, whose box is 91..149 by 61..119.
    expect(looks[0]?.region).toEqual({ x: 10 + 57, y: -20 + 27, width: 128, height: 128 });
    const alphas = new Set(looks[0]?.image.data.filter((_, i) => i % 4 === 3));
    expect(alphas).toEqual(new Set([0, 255]));
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.map(({ picture, step, tile, tiles }) => [picture, step, tile, tiles])).toEqual([
      [0, 1, 1, 1],
      [0, 2, 1, 1],
      [1, 1, 1, 1],
      [1, 2, 1, 1],
    ]);
  });

  it('refuses an empty mask and stops when told to', async () => {
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'nothing thrown',
        (thrown: unknown) => (thrown instanceof OutpaneError ? thrown.code : 'another error'),
      );
    const nothing = maskOf(scene, () => 0);
    expect(await codeOf(run({ image: scene, mask: nothing }, {}))).toBe('bad-request');
    expect(await codeOf(run({ image: scene }, {}))).toBe('bad-request');
    const stopped = paintPictures(model, requestFor(scene, {}), {
      source: { image: scene, mask: disc(scene, 90, 90, 20) },
      preview: 'off',
      signal: AbortSignal.abort(),
    });
    expect(await codeOf(collect(stopped))).toBe('cancelled');
  });
});
