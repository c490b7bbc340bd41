import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersect } from '../geometry/rect';
import {
  accept,
  cycle,
  discard,
  emptyDocument,
  picturePrompt,
  show,
  shownBounds,
  shownForeign,
  shownRequest,
  shownWords,
  stage,
  tileIds,
} from './document';
import type { ArtDocument } from './document';
import { makeCandidate, readMask, readRegion, startPicture, writeMask, writeRegion } from './pictures';
import { anyRect, countingStore, flat, gradient, sameBytes } from './testing/images';
import type { GenerationRequest, Intent } from '../protocol/generationRequest';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { someRequest } from '../protocol/testing/someRequest';

const colour = fc.tuple(
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 1, max: 255 }),
);

describe('the plane', () => {
  it('gives back what was written, half-transparent pixels too', async () => {
    await fc.assert(
      fc.asyncProperty(anyRect, colour, async (rect, pixel) => {
        const store = countingStore();
        const image = flat(rect, pixel);
        const document = await writeRegion(store, emptyDocument(), rect, image);
        expect(sameBytes((await readRegion(store, document, rect)).data, image.data)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves everything outside the written place as it was, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyRect, anyRect, colour, async (first, second, pixel) => {
        const store = countingStore();
        const before = await writeRegion(store, emptyDocument(), first, gradient(first.width, first.height));
        const after = await writeRegion(store, before, second, flat(second, pixel));
        const picture = await readRegion(store, after, first);
        const expected = gradient(first.width, first.height);
        const hit = intersect(first, second);
        for (let y = hit.y; y < hit.y + hit.height; y++) {
          for (let x = hit.x; x < hit.x + hit.width; x++) {
            expected.data.set(pixel, 4 * ((y - first.y) * first.width + x - first.x));
          }
        }
        expect(sameBytes(picture.data, expected.data)).toBe(true);
        expect(sameBytes((await readRegion(store, before, first)).data, gradient(first.width, first.height).data)).toBe(
          true,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('shares every tile that an edit does not change', async () => {
    const store = countingStore();
    const before = await startPicture(store, gradient(1024, 512));
    const after = await writeRegion(store, before, { x: 300, y: 0, width: 10, height: 10 }, gradient(10, 10, 99));
    const changed = Object.keys(after.tiles).filter((key) => after.tiles[key] !== before.tiles[key]);
    expect(changed).toEqual(['1,0']);
  });

  it('is the same map when the same bytes are written again', async () => {
    const store = countingStore();
    const before = await startPicture(store, gradient(300, 300));
    const after = await writeRegion(store, before, { x: 0, y: 0, width: 300, height: 300 }, gradient(300, 300));
    expect(after.tiles).toBe(before.tiles);
  });

  it('has no tiles where nothing is', async () => {
    const store = countingStore();
    const document = await writeRegion(
      store,
      emptyDocument(),
      { x: -10, y: -10, width: 600, height: 20 },
      flat({ width: 600, height: 20 }, [9, 9, 9, 0]),
    );
    expect(document.tiles).toEqual({});
    expect(document.bounds).toEqual({ x: -10, y: -10, width: 600, height: 20 });
  });

  it('keeps masks the same way, one byte a pixel', async () => {
    const store = countingStore();
    const region = { x: -20, y: 250, width: 40, height: 12 };
    const data = new Uint8Array(40 * 12).map((_, i) => i % 256);
    const document = await writeMask(store, emptyDocument(), region, { width: 40, height: 12, data });
    expect((await readMask(store, document.mask, region)).data).toEqual(data);
    expect(Object.keys(document.mask).sort()).toEqual(['-1,0', '-1,1', '0,0', '0,1']);
  });
});

describe('candidates', () => {
  const region = { x: 200, y: 0, width: 200, height: 256 };

  async function staged() {
    const store = countingStore();
    const before = await startPicture(store, gradient(256, 256));
    const edit = { intent: 'expand' as const, region };
    const one = await makeCandidate(store, before, region, flat(region, [200, 0, 0, 255]), someRequest());
    const two = await makeCandidate(store, before, region, flat(region, [0, 200, 0, 255]), someRequest());
    return { store, before, waiting: stage(stage(before, edit, one), edit, two) };
  }

  it('go round with the picture as it was among them', async () => {
    const { store, before, waiting } = await staged();
    const colourAt = async (document: typeof waiting) => [
      ...(await readRegion(store, document, { x: 390, y: 5, width: 1, height: 1 })).data,
    ];
    expect(await colourAt(waiting)).toEqual([0, 200, 0, 255]);
    expect(shownBounds(waiting)).toEqual({ x: 0, y: 0, width: 400, height: 256 });
    const none = cycle(waiting, 1);
    expect(await colourAt(none)).toEqual([0, 0, 0, 0]);
    expect(shownBounds(none)).toEqual(before.bounds);
    expect(await colourAt(cycle(none, 1))).toEqual([200, 0, 0, 255]);
    expect(cycle(none, -1)).toEqual(waiting);
  });

  it('become the picture when accepted, and leave no trace when discarded', async () => {
    const { store, before, waiting } = await staged();
    const accepted = accept(waiting);
    expect(accepted.staging).toBeNull();
    expect(accepted.bounds).toEqual({ x: 0, y: 0, width: 400, height: 256 });
    expect(sameBytes((await readRegion(store, accepted, region)).data, flat(region, [0, 200, 0, 255]).data)).toBe(true);
    expect(discard(waiting)).toEqual(before);
    expect(accept(cycle(waiting, 1))).toEqual(before);
  });

  it('say what made the artwork once they are accepted; the picture keeps the prompt that it began with', () => {
    const bounds = region;
    const began = someRequest({ prompt: 'an owl' });
    const of = (intent: Intent, prompt: string) => {
      const edit = { intent, strength: 1, fade: 16, region };
      return someRequest({ mode: intent === 'expand' ? 'outpaint' : 'inpaint', prompt, edit });
    };
    const accepted = (document: ArtDocument, request: GenerationRequest) => {
      const intent = request.edit?.intent ?? 'expand';
      return accept(stage(document, { intent, region }, { id: 'c', changes: {}, bounds, request }));
    };
    const expanded = accepted({ ...emptyDocument(), bounds, request: began }, of('expand', 'an owl'));
    expect(shownRequest(expanded)).toEqual(of('expand', 'an owl'));
    const filled = accepted(expanded, of('fill', 'a red hat'));
    expect(shownRequest(filled)).toEqual(of('fill', 'a red hat'));
    expect([picturePrompt(filled), shownWords(filled)]).toEqual(['an owl', 'an owl']);

    const foreign = { ...settingsOfRequest(someRequest({ prompt: 'a lake' })), source: 'comfyui' as const };
    const lake = { ...emptyDocument(), bounds, foreign };
    expect([shownForeign(lake), picturePrompt(lake)]).toEqual([foreign, 'a lake']);
    const grown = accepted(lake, of('expand', 'a forest'));
    expect([shownForeign(grown), picturePrompt(grown)]).toEqual([null, 'a lake']);

    const opened = accepted({ ...emptyDocument(), bounds }, of('fill', 'a red hat'));
    expect(picturePrompt(opened)).toBeNull();
    expect(picturePrompt(accepted(opened, of('expand', 'a forest')))).toBe('a forest');
  });

  it('are not lost while they wait: their tiles count as used', async () => {
    const { waiting, before } = await staged();
    expect(tileIds(waiting).size).toBeGreaterThan(tileIds(before).size + 2);
  });

  it('that come later leave a person alone who looks at another one', async () => {
    const { before, store } = await staged();
    const edit = { intent: 'expand' as const, region };
    const next = () => makeCandidate(store, before, region, flat(region, [0, 0, 200, 255]), someRequest());
    const first = stage(before, edit, await next(), 0);
    const second = stage(first, edit, await next(), 1);
    expect([first.staging?.shown, second.staging?.shown]).toEqual([1, 2]);
    const back = stage(show(second, 1), edit, await next(), 2);
    expect([back.staging?.shown, back.staging?.candidates.length]).toEqual([1, 3]);
    expect(stage(show(second, 0), edit, await next(), 2).staging?.shown).toBe(0);
    // Another one that was asked for is shown.
    expect(stage(back, edit, await next(), 0).staging?.shown).toBe(4);
  });

  it('of another place push out those of the last one', async () => {
    const { store, before, waiting } = await staged();
    const elsewhere = { x: 0, y: 256, width: 256, height: 32 };
    const other = await makeCandidate(store, before, elsewhere, gradient(256, 32), someRequest());
    expect(stage(waiting, { intent: 'expand', region: elsewhere }, other).staging?.candidates).toHaveLength(1);
  });
});
