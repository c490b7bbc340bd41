import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resize } from '../../imaging/resize';
import type { GenerationRequest } from '../../protocol/generationRequest';
import { someRequest } from '../../protocol/testing/someRequest';
import type { LoadedModel } from '../loadModel';
import { paintPictures } from '../paintPictures';
import { collect, picturesOf } from '../testing/collect';
import { loadStarter, loadTiny, openNodeRuntime, unmeasured } from '../testing/loadStarter';
import { pictureDifference, readOracle, readPicture, samePixels } from '../testing/oracle';

const oracle = readOracle();
const scene = readPicture(oracle.encode.picture);
/** What pictures show matters to some tests only. */
let starter: LoadedModel;
let model: LoadedModel;

beforeAll(async () => {
  const runtime = openNodeRuntime();
  starter = await loadStarter(runtime);
  model = await loadTiny(runtime);
});

afterAll(() => Promise.all([starter.dispose(), model.dispose()]));

function request(change: Partial<GenerationRequest>): GenerationRequest {
  return someRequest({
    mode: 'imageToImage',
    prompt: oracle.outpaint.prompt,
    seed: oracle.outpaint.seed,
    steps: oracle.outpaint.steps,
    guidanceScale: oracle.outpaint.guidance,
    ...change,
  });
}

describe('imageToImage', () => {
  const edit = (strength: number) => ({
    intent: 'vary' as const,
    strength,
    fade: 0,
    region: { x: 40, y: -8, width: 256, height: 256 },
  });
  const vary = async (strength: number, by = model, image = scene) => {
    const own = request({ steps: 6, edit: edit(strength) });
    return collect(paintPictures(by, own, { source: { image }, preview: 'decoder' }));
  };

  it('gives the picture back at strength 0, in bytes of its own', async () => {
    const [picture] = picturesOf(await vary(0));
    expect(samePixels(picture?.image, scene)).toBe(true);
    expect(picture?.image.data).not.toBe(scene.data);
  });

  it('goes further from the picture the stronger it is, in as many steps', async () => {
    const weak = await vary(0.5, starter);
    const strong = await vary(1, starter);
    const away = (events: typeof weak) => pictureDifference(picturesOf(events)[0]?.image ?? scene, scene).mean;
    expect(away(weak)).toBeGreaterThan(0);
    expect(away(weak)).toBeLessThan(away(strong) / 2);
    expect(weak.filter((event) => event.kind === 'step')).toHaveLength(3);
    expect(strong.filter((event) => event.kind === 'step')).toHaveLength(6);
    const preview = weak.find((event) => event.kind === 'preview');
    expect(preview).toMatchObject({ region: { x: 40, y: -8, width: 256, height: 256 } });
  });

  it('at strength 1 is text to image', async () => {
    const [painted] = picturesOf(await vary(1));
    const [other] = picturesOf(
      await vary(1, model, { ...scene, data: new Uint8ClampedArray(scene.data.length).fill(255) }),
    );
    expect(samePixels(painted?.image, other?.image)).toBe(true);
  });

  it('works at the request’s size and gives the picture back at its place’s', async () => {
    const place = { x: 5, y: 7, width: 200, height: 150 };
    const image = resize(scene, place.width, place.height);
    const own = request({ steps: 4, width: 160, height: 128, edit: { ...edit(0.4), region: place } });
    const events = await collect(paintPictures(unmeasured(model), own, { source: { image }, preview: 'decoder' }));
    const painted = picturesOf(events)[0]?.image ?? scene;
    expect([painted.width, painted.height]).toEqual([place.width, place.height]);
    expect(events.find((event) => event.kind === 'preview')).toMatchObject({ region: place });
    // As if the caller had made it fit: shrunk before, enlarged after.
    const fitting = request({ ...own, edit: { ...edit(0.4), region: { ...place, width: 160, height: 128 } } });
    const source = { image: resize(image, 160, 128) };
    const [small] = picturesOf(await collect(paintPictures(model, fitting, { source, preview: 'off' })));
    expect(samePixels(painted, resize(small?.image ?? scene, place.width, place.height))).toBe(true);
  });

  it('refuses a picture of another size than its place, and a request without one', async () => {
    const small = { width: 128, height: 128, data: new Uint8ClampedArray(128 * 128 * 4) };
    const options = { preview: 'off' as const };
    const wrong = collect(paintPictures(model, request({ edit: edit(0.5) }), { source: { image: small }, ...options }));
    await expect(wrong).rejects.toMatchObject({ code: 'bad-request' });
    const none = collect(paintPictures(model, request({}), options));
    await expect(none).rejects.toMatchObject({ code: 'bad-request' });
  });
});
