import { describe, expect, test } from 'vitest';
import { STARTER } from '../protocol/starter';
import { fitSize, isFarFromNative, presetSizes, snapSide } from './sizes';

describe('a side', () => {
  test.each([
    [256, 256],
    [300, 288],
    [304, 320],
    [1, 128],
    [9999, 512],
  ])('of %i becomes %i', (side, snapped) => {
    expect(snapSide(side, STARTER.size)).toBe(snapped);
  });

  test('stays within the limits where these are off the grid', () => {
    const rule = { native: 100, grid: 32, min: 70, max: 150 };
    expect([snapSide(0, rule), snapSide(1000, rule)]).toEqual([96, 128]);
  });
});

describe('a size', () => {
  test.each([
    [256, 256, 256, 256],
    [384, 256, 384, 256],
    [1024, 1536, 352, 512],
    [832, 1216, 352, 512],
    [64, 96, 128, 192],
    [1024, 64, 512, 128],
  ])('of %i x %i becomes %i x %i, of the same shape as far as that can be', (width, height, toWidth, toHeight) => {
    expect(fitSize({ width, height }, STARTER.size)).toEqual({ width: toWidth, height: toHeight });
  });
});

test('only sizes far from native are warned of', () => {
  const far = (width: number, height: number) => isFarFromNative(width, height, STARTER.size);
  expect([far(256, 256), far(384, 256), far(256, 384), far(224, 256)]).toEqual([false, false, false, false]);
  expect([far(512, 256), far(512, 512), far(128, 256), far(384, 384)]).toEqual([true, true, true, true]);
});

test('presets are sizes that the model can do', () => {
  for (const { width, height } of presetSizes(STARTER.size)) {
    expect([snapSide(width, STARTER.size), snapSide(height, STARTER.size)]).toEqual([width, height]);
  }
  expect(presetSizes(STARTER.size)[0]).toEqual({ label: 'Square', width: 256, height: 256 });
});
