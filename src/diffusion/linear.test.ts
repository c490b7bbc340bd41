import { describe, expect, it } from 'vitest';
import { allFinite } from './finite';
import { guidanceWeights, isGuided } from './guidance';
import { linearCombination } from './linearCombination';
import { addFlowNoise, blendByMask, differentialMask, projectKept } from './masks';

const vector = (...values: number[]) => new Float32Array(values);

describe('linearCombination', () => {
  it('adds weighted terms and rounds once', () => {
    const sum = linearCombination([
      [1, vector(1e8, 1)],
      [1, vector(1, 2)],
      [-1, vector(1e8, 3)],
    ]);
    // In float32 step by step the first would be 0.
    expect([...sum]).toEqual([1, 0]);
  });

  it('does not let terms of weight 0 in, whatever they hold', () => {
    expect([
      ...linearCombination([
        [0, vector(NaN)],
        [2, vector(3)],
      ]),
    ]).toEqual([6]);
  });
});

describe('guidance', () => {
  it('goes beyond the conditional by the scale', () => {
    const { conditional, unconditional } = guidanceWeights(3);
    expect(conditional * 5 + unconditional * 2).toBe(2 + 3 * (5 - 2));
    expect([isGuided(1), isGuided(1.5)]).toEqual([false, true]);
  });
});

describe('masks', () => {
  const mask = vector(1, 0, 0.25);

  it('blends every channel by the same cells', () => {
    const a = vector(1, 2, 3, 4, 5, 6);
    const b = vector(10, 20, 40, 40, 50, 80);
    expect([...blendByMask(mask, a, b)]).toEqual([1, 20, 30.75, 4, 50, 61.5]);
  });

  it('puts the kept cells on their line from clean to noise', () => {
    const kept = vector(2, 2, 2);
    const noise = vector(-2, -2, -2);
    expect([...addFlowNoise(kept, noise, 0.25)]).toEqual([1, 1, 1]);
    expect([...projectKept(vector(9, 9, 9), vector(1, 0, 0), kept, noise, 1)]).toEqual([9, -2, -2]);
    expect([...projectKept(vector(9, 9, 9), vector(1, 0, 0), kept, noise, 0)]).toEqual([9, 2, 2]);
  });

  it('sets soft cells free when their share of the way is left, and kept ones never', () => {
    expect([...differentialMask(mask, 0)]).toEqual([1, 0, 0]);
    expect([...differentialMask(mask, 0.7)]).toEqual([1, 0, 0]);
    expect([...differentialMask(mask, 0.75)]).toEqual([1, 0, 1]);
    expect([...differentialMask(mask, 1)]).toEqual([1, 0, 1]);
  });
});

describe('allFinite', () => {
  it('finds one bad value among many', () => {
    const values = new Float32Array(5000).fill(3e38);
    expect(allFinite(values)).toBe(true);
    for (const bad of [NaN, Infinity, -Infinity]) {
      const copy = values.slice();
      copy[4321] = bad;
      expect(allFinite(copy)).toBe(false);
    }
    expect(allFinite(vector(Infinity, -Infinity))).toBe(false);
  });
});
