import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSchedule, type Schedule, type ScheduleName } from '../makeSchedule';
import { createProcess, type DiffusionConfig, type FlowConfig, type Process } from '../process';
import { firstOrder } from './firstOrder';
import type { Method, Stage, Step } from './method';
import { findMethod, methods, methodsFor, schedulesFor } from './methods';
import { SamplerWalk } from './samplerWalk';

const sd1: DiffusionConfig = {
  kind: 'diffusion',
  betas: { schedule: 'scaled_linear', start: 0.00085, end: 0.012, steps: 1000 },
  prediction: 'epsilon',
  spacing: 'leading',
  stepsOffset: 1,
  setAlphaToOne: true,
  aligned: 'sd1',
};
const flow: FlowConfig = { kind: 'flow', trainTimesteps: 1000, shift: 1 };
const processes: Record<string, Process> = {
  sd1: createProcess(sd1),
  velocity: createProcess({ ...sd1, prediction: 'v' }),
  'zero terminal snr': createProcess({ ...sd1, prediction: 'v', spacing: 'trailing', zeroTerminalSnr: true }),
  flow: createProcess(flow),
  'shifted flow': createProcess({ ...flow, shift: 3 }),
};

interface Case {
  method: Method;
  process: Process;
  name: ScheduleName;
  steps: number;
}

/** Every sampler on every process and schedule that it fits, at any number of steps. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    process: fc.constantFrom(...Object.values(processes)),
    pick: fc.nat(),
    schedule: fc.nat(),
    steps: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 150 })),
  })
  .map(({ process, pick, schedule, steps }) => {
    const fitting = methodsFor(process);
    const method = fitting[pick % fitting.length] ?? fitting[0];
    if (!method) throw new Error('no sampler fits');
    const names = schedulesFor(method, process);
    const name = names[schedule % names.length] ?? 'default';
    return { method, process, name, steps: Math.min(steps, method.maxSteps ?? steps) };
  });

const scheduleOf = ({ method, process, name, steps }: Case): Schedule =>
  makeSchedule(process, method.grid, steps, { name });
const stagesOf = (plan: readonly Step[]): Stage[] => plan.flatMap(({ stages }) => [...stages]);

describe('every plan', () => {
  it('has finite coefficients and goes down', () => {
    fc.assert(
      fc.property(cases, (made) => {
        const schedule = scheduleOf(made);
        const plan = made.method.plan(schedule);
        expect(plan).toHaveLength(made.steps);
        for (const { sigma, timestep, next, corrected, noise } of stagesOf(plan)) {
          const numbers = [timestep, ...next.x, ...next.denoised, noise?.weight ?? 0];
          numbers.push(...(corrected?.x ?? []), ...(corrected?.denoised ?? []));
          expect(numbers.every(Number.isFinite)).toBe(true);
          expect(sigma).toBeGreaterThan(0);
        }
        for (const { from, to } of plan) expect(to).toBeLessThanOrEqual(from);
      }),
      { numRuns: 400 },
    );
  });

  it('looks back on what there was, wherever it begins', () => {
    fc.assert(
      fc.property(cases, fc.nat(), (made, begin) => {
        const first = begin % made.steps;
        const plan = made.method.plan(scheduleOf(made), { first, eta: 0.5 });
        expect(plan).toHaveLength(made.steps - first);
        const before = made.method.id === 'plms' && first > 1 ? first - 1 : first;
        expect(plan[0]?.from).toBe(scheduleOf(made).sigmas[before]);
        stagesOf(plan).forEach(({ next, corrected }, call) => {
          for (const { x, denoised } of [next, ...(corrected ? [corrected] : [])]) {
            expect(Math.max(x.length, denoised.length)).toBeLessThanOrEqual(call + 1);
          }
        });
      }),
      { numRuns: 400 },
    );
  });

  // With a model that always says the same, x is that and noise, in the shares of its level: after every step of every sampler.
  it('keeps clean and noise in the shares of the level it says it goes to', () => {
    const exact = cases.filter(({ method, process }) => {
      // These step to a level of their own under some spacings, as diffusers has it, or mix in some of x for good; and a mean of
      // velocities of several levels, as PLMS takes it, belongs to none.
      const own = ['ddim', 'plms'].includes(method.id) && (process.config as DiffusionConfig).spacing !== 'leading';
      const mean = method.id === 'plms' && process.prediction === 'v';
      return !own && !mean && method.id !== 'lcm';
    });
    fc.assert(
      fc.property(exact, (made) => {
        const schedule = scheduleOf(made);
        const plan = made.method.plan(schedule);
        const { level } = made.process;
        const draws = stagesOf(plan).length + 2;
        // The first place is the share of clean, the others those of each draw of noise.
        const unit = (place: number): Float32Array => new Float32Array(draws).fill(1, place, place + 1);
        let drawn = 2;
        const draw = (): Float32Array => unit(drawn++);
        const walk = new SamplerWalk(plan, { fresh: draw, brownian: draw });
        const begin = level(schedule.sigmas[0] ?? 0);
        let x = new Float32Array(draws);
        x[0] = begin.clean;
        x[1] = begin.noise;
        for (const { to, stages } of plan) {
          for (const stage of stages) x = walk.next(stage, x, unit(0));
          expect(Math.abs((x[0] ?? NaN) - level(to).clean)).toBeLessThan(1e-4);
          expect(Math.abs(Math.hypot(...x.subarray(1)) - level(to).noise)).toBeLessThan(1e-3);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lands on denoised where its last level is 0', () => {
    fc.assert(
      fc.property(cases, (made) => {
        const [last] = made.method.plan(scheduleOf(made)).slice(-1);
        const { sigma, next, noise } = last?.stages.at(-1) ?? { sigma: NaN, next: { x: [], denoised: [] } };
        if (last?.to !== 0 || ['lcm', 'lms', 'plms'].includes(made.method.id)) return;
        expect(sigma).toBe(last.from);
        next.x.forEach((weight) => expect(weight).toBeCloseTo(0, 9));
        next.denoised.forEach((weight, i) => expect(weight).toBeCloseTo(i === 0 ? 1 : 0, 9));
        expect(noise?.weight ?? 0).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('at one step is the closed form: x at the first level, and then denoised', () => {
    for (const process of Object.values(processes)) {
      for (const method of methodsFor(process)) {
        const schedule = makeSchedule(process, method.grid, 1);
        const [step, ...more] = method.plan(schedule);
        expect(more).toEqual([]);
        const [stage] = step?.stages ?? [];
        const to = step?.to ?? NaN;
        const expected = firstOrder(process.level(schedule.sigmas[0] ?? 0), process.level(to));
        if (method.id === 'lcm') continue;
        expect(step?.stages).toHaveLength(1);
        expect(stage?.next.x[0]).toBeCloseTo(expected.x[0] ?? NaN, 9);
        expect(stage?.next.denoised[0]).toBeCloseTo(expected.denoised[0] ?? NaN, 9);
      }
    }
  });
});

describe('samplers', () => {
  it('are found by their ids, and by former ones', () => {
    expect(findMethod('flow-euler')?.id).toBe('euler');
    expect(findMethod('flow-heun')?.id).toBe('heun');
    expect(findMethod('Euler')).toBeUndefined();
    expect(new Set(methods.map(({ id }) => id)).size).toBe(methods.length);
    expect(new Set(methods.map(({ name }) => name)).size).toBe(methods.length);
  });

  it('fit or don’t', () => {
    expect(methodsFor(createProcess(flow)).map(({ id }) => id)).not.toContain('ddim');
    const plain = createProcess({ ...sd1, aligned: undefined });
    expect(methodsFor(plain)).toHaveLength(methods.length);
    expect(methods.flatMap((method) => schedulesFor(method, plain))).not.toContain('ays');
  });

  it('make as many model calls as diffusers’', () => {
    const calls = (id: string, steps: number): number => {
      const method = findMethod(id);
      return method ? stagesOf(method.plan(makeSchedule(createProcess(sd1), method.grid, steps))).length : NaN;
    };
    expect(['euler', 'heun', 'dpm2', 'dpm2-a', 'dpmpp-sde', 'plms', 'unipc'].map((id) => calls(id, 10))).toEqual([
      10, 19, 19, 19, 19, 11, 10,
    ]);
    expect(['heun', 'dpm2', 'plms'].map((id) => calls(id, 1))).toEqual([1, 1, 1]);
  });

  it('draw noise where diffusers’ do', () => {
    const draws = (id: string, eta?: number): boolean[] => {
      const method = findMethod(id);
      const schedule = method && makeSchedule(createProcess(sd1), method.grid, 3);
      return schedule ? stagesOf(method.plan(schedule, { eta })).map(({ noise }) => noise !== undefined) : [];
    };
    expect(draws('euler')).toEqual([false, false, false]);
    expect(draws('euler-a')).toEqual([true, true, true]);
    expect(draws('dpmpp-2m-sde')).toEqual([true, true, true]);
    expect(draws('dpm2-a')).toEqual([false, true, false, true, false]);
    expect(draws('lcm')).toEqual([true, true, false]);
    expect(draws('tcd')).toEqual([false, false, false]);
    expect(draws('tcd', 0.3)).toEqual([true, true, false]);
    expect(draws('ddim', 0.3)).toEqual([true, true, true]);
  });
});
