import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flowSigmas } from '../schedule';
import { findSampler, samplers } from './registry';
import type { SamplerStep } from './samplerPlan';

/** Made by `training/sampler_oracle.py`. */
const oracle = JSON.parse(readFileSync(new URL('../../../training/oracle/samplers.json', import.meta.url), 'utf8')) as {
  start: number[];
  runs: { sampler: string; steps: number; shift: number; sigmas: number[]; x: number[][] }[];
};

type Velocity = (x: number, sigma: number) => number;

/** x after every model call of a plan, in double precision. */
function walk(plan: readonly SamplerStep[], start: number[], velocity: Velocity): number[][] {
  let x = start;
  let history: number[][] = [];
  const way: number[][] = [];
  for (const { stages } of plan) {
    const begin = x;
    for (const { sigma, next } of stages) {
      const now = x;
      history = [now.map((value) => value - sigma * velocity(value, sigma)), ...history];
      x = begin.map((value, i) =>
        next.denoised.reduce((sum, weight, k) => sum + weight * (history[k]?.[i] ?? NaN), next.start * value),
      );
      way.push(x);
    }
  }
  return way;
}

/** Where a plan ends, from one number. */
const end = (plan: readonly SamplerStep[], start: number, velocity: Velocity): number =>
  walk(plan, [start], velocity).at(-1)?.[0] ?? NaN;

const planOf = (id: string, steps: number) => findSampler(id)?.plan(flowSigmas(steps, 1)) ?? [];

describe('samplers', () => {
  it.each(oracle.runs.map((run) => [run.sampler, run.steps, run.shift, run] as const))(
    '%s goes the way of diffusers in %d steps, shift %d',
    (id, _steps, _shift, run) => {
      const plan = findSampler(id)?.plan(run.sigmas) ?? [];
      const way = walk(plan, oracle.start, (x, sigma) => Math.sin(3 * x) + sigma * x - 0.3);
      expect(way).toHaveLength(run.x.length);
      way.forEach((x, call) =>
        x.forEach((value, i) => expect(Math.abs(value - (run.x[call]?.[i] ?? NaN))).toBeLessThan(1e-6)),
      );
    },
  );

  it.each(samplers.map((sampler) => [sampler.id, sampler] as const))(
    '%s keeps a sum of ones, so that an even picture stays even',
    (_id, { plan }) => {
      for (const { stages } of plan(flowSigmas(7, 2))) {
        for (const { next } of stages) {
          const sum = next.denoised.reduce((a, b) => a + b, next.start);
          expect(sum).toBeCloseTo(1, 12);
        }
      }
    },
  );

  it.each(samplers.map((sampler) => [sampler.id, sampler] as const))(
    '%s is exact where the flow is straight',
    (_id, { plan }) => {
      expect(end(plan(flowSigmas(5, 1)), 3, () => 1.25)).toBeCloseTo(3 - 1.25, 12);
    },
  );

  it('Euler steps as the closed form says', () => {
    // x' = x + (to - from) * v with v = x: x shrinks by (1 - step) each time.
    const steps = 8;
    expect(end(planOf('flow-euler', steps), 1, (x) => x)).toBeCloseTo((1 - 1 / steps) ** steps, 12);
  });

  it('Heun steps as the closed form says', () => {
    // v = x: a step of h multiplies by 1 - h + h^2 / 2, the last one (Euler's) by 1 - h.
    const steps = 8;
    const h = 1 / steps;
    const expected = (1 - h + (h * h) / 2) ** (steps - 1) * (1 - h);
    expect(end(planOf('flow-heun', steps), 1, (x) => x)).toBeCloseTo(expected, 12);
  });

  it('knows its samplers by id only', () => {
    expect(findSampler('heun')).toBe(findSampler('flow-heun'));
    expect(findSampler('Heun')).toBeUndefined();
    expect(new Set(samplers.map(({ id }) => id)).size).toBe(samplers.length);
  });
});

describe('flowSigmas', () => {
  it.each(oracle.runs.filter((run) => run.sampler === 'flow-euler'))(
    'gives the noise levels of diffusers: $steps steps, shift $shift',
    ({ steps, shift, sigmas }) => {
      const own = flowSigmas(steps, shift);
      expect(own).toHaveLength(steps + 1);
      own.forEach((sigma, i) => expect(Math.abs(sigma - (sigmas[i] ?? NaN))).toBeLessThan(1e-6));
    },
  );
});
