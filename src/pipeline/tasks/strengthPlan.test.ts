import { describe, expect, it } from 'vitest';
import { firstStep, strengthPlan } from './strengthPlan';

const planOf = (steps: number) =>
  Array.from({ length: steps }, (_, i) => ({ from: 1 - i / steps, to: 1 - (i + 1) / steps, stages: [] }));

describe('strengthPlan', () => {
  // int(steps * strength) of Python, products of floats as they fall.
  it.each([
    [4, 0.9, 3],
    [5, 0.9, 4],
    [10, 0.58, 5],
    [50, 0.58, 28],
    [12, 0.75, 9],
    [30, 0.99, 29],
    [7, 0.5, 3],
    [10, 0.7, 7],
  ])('walks the last steps of %d at %d as diffusers does: %d', (steps, strength, walked) => {
    const plan = planOf(steps);
    expect(strengthPlan(plan, strength)).toEqual(plan.slice(steps - walked));
  });

  it('never begins from pure noise but at strength 1', () => {
    for (let steps = 2; steps <= 150; steps++) expect(firstStep(steps, 0.999)).toBeGreaterThan(0);
    expect(strengthPlan(planOf(4), 1)).toHaveLength(4);
  });

  it('walks one step at least', () => {
    expect(strengthPlan(planOf(4), 0.1)).toHaveLength(1);
    expect(strengthPlan(planOf(1), 0.5)).toHaveLength(1);
  });
});
