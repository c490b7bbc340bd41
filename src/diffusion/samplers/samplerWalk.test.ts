import { describe, expect, it } from 'vitest';
import type { Stage, Step } from './method';
import { SamplerWalk } from './samplerWalk';

const vector = (...values: number[]) => new Float32Array(values);
const stage = (rest: Omit<Stage, 'sigma' | 'timestep'>): Stage => ({ sigma: 1, timestep: 1, ...rest });
const silent = { fresh: () => vector(NaN), brownian: () => vector(NaN) };
const planOf = (...stages: Stage[]): Step[] => [{ from: 1, to: 0, stages }];

describe('SamplerWalk', () => {
  it('looks back on what was shown and answered', () => {
    const first = stage({ next: { x: [1], denoised: [1] } });
    const second = stage({ next: { x: [0, 2], denoised: [10, 100] } });
    const walk = new SamplerWalk(planOf(first, second), silent);
    expect([...walk.next(first, vector(3), vector(4))]).toEqual([7]);
    // 2 * the x of the call before, 10 * this denoised, 100 * that before.
    expect([...walk.next(second, vector(99), vector(5))]).toEqual([456]);
  });

  it('takes a corrected x for the one that was shown, from then on', () => {
    const first = stage({ next: { x: [1], denoised: [0] } });
    const second = stage({ corrected: { x: [0, 3], denoised: [1] }, next: { x: [1], denoised: [0] } });
    const third = stage({ next: { x: [0, 1], denoised: [0] } });
    const walk = new SamplerWalk(planOf(first, second, third), silent);
    walk.next(first, vector(2), vector(0));
    expect([...walk.next(second, vector(50), vector(1))]).toEqual([7]);
    expect([...walk.next(third, vector(60), vector(0))]).toEqual([7]);
  });

  it('draws fresh noise even where it weighs nothing, and no motion then', () => {
    const asked: string[] = [];
    const noise = {
      fresh: () => (asked.push('fresh'), vector(NaN)),
      brownian: (from: number, to: number) => (asked.push(`${from} to ${to}`), vector(8)),
    };
    const next = { x: [1], denoised: [] };
    const stages = [
      stage({ next, noise: { kind: 'fresh', weight: 0 } }),
      stage({ next, noise: { kind: 'brownian', weight: 0.5, from: 3, to: 2 } }),
      stage({ next, noise: { kind: 'brownian', weight: 0, from: 2, to: 0 } }),
    ];
    const walk = new SamplerWalk(planOf(...stages), noise);
    expect(stages.map((at) => walk.next(at, vector(1), vector(0))[0])).toEqual([1, 5, 1]);
    expect(asked).toEqual(['fresh', '3 to 2']);
  });
});
