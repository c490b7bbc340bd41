import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { MAX_SEED } from '../protocol/generationRequest';
import type { GenerationRequest } from '../protocol/generationRequest';
import { someRequest } from '../protocol/testing/someRequest';
import { editFor, variationsOf } from './editOrder';

const bounds = { x: 0, y: 0, width: 256, height: 256 };
const target = { x: 0, y: 0, width: 512, height: 256 };
const strength = { fill: 0.9, vary: 0.5, variations: 0.3 };
const mask = { '0,0': 'm' };
const document = (change: Partial<ArtDocument> = {}): ArtDocument => ({ ...emptyDocument(), bounds, ...change });
const edited = (mode: GenerationRequest['mode'], intent: 'expand' | 'fill' | 'replace' | 'vary', seed = 7) =>
  someRequest({ mode, seed, edit: { intent, strength: 0.4, fade: 16, region: target } });

function staged(request: GenerationRequest, change: Partial<ArtDocument> = {}): ArtDocument {
  const candidate = { id: 'c', changes: {}, bounds: target, request };
  return document({ ...change, staging: { intent: 'expand', region: target, candidates: [candidate], shown: 1 } });
}

describe('what Generate means', () => {
  it.each([
    ['expand', document(), { kind: 'expand', target }, 'Expand'],
    ['frame', document({ frame: target }), { kind: 'frame', frame: target, strength: 0.5 }, 'Frame'],
    ['vary', document(), { kind: 'vary', region: bounds, strength: 0.5 }, 'Vary'],
    ['vary', document({ mask }), { kind: 'mask', intent: 'vary', strength: 0.5 }, 'Vary'],
    ['fill', document({ mask }), { kind: 'mask', intent: 'fill', strength: 0.9 }, 'Fill'],
    // The old code looked at the bar's choice and not at the mode.
    ['replace', document({ mask }), { kind: 'mask', intent: 'replace', strength: 1 }, 'Replace'],
    ['remove', document({ mask }), { kind: 'mask', intent: 'remove', strength: 1 }, 'Remove'],
  ] as const)('in the mode %s', (mode, from, order, label) => {
    expect(editFor(mode, from, target, strength)).toEqual({ order, label });
  });

  it('is nothing where nothing is prepared', () => {
    expect(editFor('expand', document(), null, strength)).toBeNull();
    expect(editFor('frame', document(), null, strength)).toBeNull();
    expect(editFor('more', document(), null, strength)).toBeNull();
    expect(editFor('vary', emptyDocument(), null, strength)).toBeNull();
  });
});

describe('another candidate', () => {
  const more = (from: ArtDocument) => editFor('more', from, null, strength);

  it('is of the same edit, with the seed after the highest so far', () => {
    expect(more(staged(edited('outpaint', 'expand', 9)))).toEqual({
      order: { kind: 'expand', target },
      label: 'More',
      own: { seed: 10, pictures: 1 },
    });
    expect(more(staged(edited('outpaint', 'expand', MAX_SEED)))?.own?.seed).toBe(0);
    expect(more(staged(edited('inpaint', 'replace')))?.order).toEqual({
      kind: 'mask',
      intent: 'replace',
      strength: 0.4,
    });
    expect(more(staged(edited('imageToImage', 'vary')))?.order).toEqual({
      kind: 'vary',
      region: target,
      strength: 0.4,
    });
  });

  it('of a frame covers the frame only', () => {
    expect(more(staged(edited('outpaint', 'expand'), { frame: target }))?.order).toMatchObject({
      kind: 'frame',
      frame: target,
    });
    expect(more(staged(edited('outpaint', 'expand'), { bounds: null }))?.order).toMatchObject({ kind: 'frame' });
  });

  it('of variations is near the same picture, with other noise', () => {
    const request = someRequest({ pictures: 2, variation: { seed: 1, strength: 0.3 } });
    const order = more(staged(request))?.order;
    expect(order).toMatchObject({ kind: 'near', request: { seed: 7, pictures: 1, variation: { strength: 0.3 } } });
    expect(order).not.toMatchObject({ request: { variation: { seed: 1 } } });
  });
});

it('variations are of a picture as it was made, two at least', () => {
  const made = document({ request: someRequest({ seed: 99 }), origin: 'a result' });
  expect(variationsOf(made, 1, strength)).toMatchObject({
    order: { kind: 'near', region: bounds, request: { seed: 99, pictures: 2, variation: { strength: 0.3 } } },
    label: 'Variations',
  });
  expect(variationsOf({ ...made, origin: null }, 1, strength)).toBeNull();
});
