import { expect, it } from 'vitest';
import type { Rect } from '../../geometry/rect';
import { someRequest } from '../../protocol/testing/someRequest';
import { placementOf } from './placement';

const picture = (width: number, height: number, region?: Rect) => ({
  width,
  height,
  request: someRequest(region && { edit: { intent: 'expand', strength: 1, fade: 32, region } }),
});

it('lays a picture over its own expansion where the request says it lies, whichever comes first', () => {
  const old = picture(256, 256);
  const grown = picture(384, 320, { x: -128, y: -64, width: 256, height: 320 });
  expect(placementOf(old, grown)).toMatchObject({
    size: { width: 384, height: 320 },
    left: { x: 128, y: 64, width: 256, height: 256 },
    right: { x: 0, y: 0, width: 384, height: 320 },
  });
  const square = picture(512, 512, { x: -128, y: 0, width: 512, height: 512 });
  expect(placementOf(old, square).left).toEqual({ x: 128, y: 0, width: 256, height: 256 });
  expect(placementOf(grown, old).right).toEqual({ x: 128, y: 64, width: 256, height: 256 });
});

it('shows pictures of other shapes at one scale in the middle, and fills the box with those of the same', () => {
  const wide = picture(384, 256);
  expect(placementOf(picture(256, 256), wide).left).toEqual({ x: 64, y: 0, width: 256, height: 256 });
  // Its region does not lead from the other's size to its own.
  const other = picture(512, 256, { x: 0, y: 0, width: 256, height: 256 });
  expect(placementOf(picture(256, 256), other).left).toEqual({ x: 128, y: 0, width: 256, height: 256 });
  expect(placementOf(picture(128, 128), picture(512, 512)).left).toEqual({ x: 0, y: 0, width: 512, height: 512 });
});
