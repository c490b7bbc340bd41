import { expect, it } from 'vitest';
import { beginForming, loosePartsOf, withFinished, withLook } from './forming';
import { image } from './testing/fakeWorld';

const region = { x: 100, y: 0, width: 400, height: 200 };
const asked = { x: 100, y: 0, width: 200, height: 100 };
const left = { x: 100, y: 0, width: 100, height: 100 };
const right = { x: 200, y: 0, width: 100, height: 100 };
const begun = beginForming(region, asked, false);

const preview = (picture: number, place = asked) => ({
  kind: 'preview' as const,
  picture,
  step: 1,
  image: image(),
  region: place,
});
const tile = (picture: number, place = asked) => ({
  kind: 'tile' as const,
  picture,
  tile: 1,
  image: image(),
  region: place,
});

it('lies on the plane where the answer is going to lie, whatever size the model works at', () => {
  const { seen } = withLook(begun, preview(0, right), 5);
  expect(seen).toMatchObject({ since: 5, preview: { region: { x: 300, y: 0, width: 200, height: 200 } } });
});

it('keeps the last look beside a new one of the same part, and under that of another', () => {
  const first = withLook(begun, preview(0, left), 1);
  const again = withLook(first, preview(0, left), 2);
  expect(again.seen).toMatchObject({ before: first.seen.preview, sketches: [] });
  const moved = withLook(again, preview(0, right), 3);
  expect(moved.seen).toMatchObject({ before: null, sketches: [again.seen.preview] });
  const final = withLook(moved, tile(0, right), 4);
  expect(final.seen).toMatchObject({ preview: null, tiles: [{ region: { x: 300 } }] });
});

it('forgets what was seen of one picture when the next has a look of its own', () => {
  const one = withFinished(withLook(begun, tile(0), 1), 0, image(), 2);
  expect(one.seen.preview).toMatchObject({ region });
  const two = withLook(one, preview(1, left), 3);
  expect(two).toMatchObject({ picture: 1, seen: { tiles: [], before: null } });
});

it('has loose parts of a picture that is not finished only (A4)', () => {
  const cut = withLook(begun, tile(0, left), 1);
  expect(loosePartsOf(cut)).toHaveLength(1);
  const whole = withFinished(cut, 0, image(), 2);
  expect(loosePartsOf(whole)).toEqual([]);
  expect(loosePartsOf(withLook(whole, tile(1, left), 3))).toHaveLength(1);
});
