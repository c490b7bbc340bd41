import { describe, expect, it } from 'vitest';
import { createProcess } from '../process';
import { makeSchedule, type Schedule } from '../makeSchedule';
import { oracle, processOf, walkAll, type OracleRun } from '../testing/samplerOracle';
import { unpack } from '../testing/unpack';
import type { Method } from './method';
import { findMethod } from './methods';

/** Schedulers whose timesteps and levels are listed a model call each, and not a step each. */
const BY_CALL = ['heun', 'dpm2', 'dpm2-a', 'dpmpp-sde', 'plms'];
/**
 * Where float32 is coarser than 1e-5: diffusers loses digits there that this code, with coefficients in double and an x of variance one,
 * doesn't. Each is explained in docs/samplers.md.
 */
const COARSE: readonly [run: RegExp, tolerance: number][] = [
  // A highest level of 20,000: an x of clean + sigma * noise has a last bit of 2e-3.
  [/^(euler|euler-a|heun|lms|dpm2|dpm2-a|dpmpp-sde|deis), cosine/, 4e-2],
  // The same at 4096 and at 157, where few steps go all the way.
  [/^(euler|euler-a), zero snr, .*, [1248]$/, 3e-4],
  [/^heun, linear, .*, [248]$/, 5e-4],
  // Differences of squares, or of logarithms, of neighbouring levels.
  [/^dpm2-a, (sd1|linspace|linear), .*, (2|8)$/, 6e-5],
  [/^deis, .*, beta, 50$/, 5e-5],
  [/^lms, zero snr, exponential, 50$/, 2e-5],
];

function methodOf({ run: [name] }: OracleRun): Method {
  const method = findMethod(name.split(' ')[0] ?? '');
  if (!method) throw new Error(`no sampler ${name}`);
  return method;
}

function scheduleOf(run: OracleRun): Schedule {
  const [name, config, schedule, steps] = run.run;
  const process = processOf(config);
  const adapted = createProcess({
    ...process.config,
    ...(process.kind === 'diffusion' && config === 'leading' ? { aligned: 'sdxl' as const } : {}),
    ...(process.kind === 'flow' && name === 'heun' ? { levels: 'train' as const } : {}),
  });
  return makeSchedule(adapted, methodOf(run).grid, steps, { name: schedule });
}

function endOf(run: OracleRun): Float32Array {
  const [id, special] = run.run[0].split(' ');
  const eta = id === 'ddim' ? 0.6 : 0.3;
  const options = special === 'eta' ? { eta } : special === 'brownian' ? { noise: 'brownian' as const } : {};
  return walkAll(methodOf(run), scheduleOf(run), options, run.strength);
}

function tolerance({ run }: OracleRun): number {
  return COARSE.find(([pattern]) => pattern.test(run.join(', ')))?.[1] ?? 1e-5;
}

/** Runs by sampler and config, so that one test says where it fails. */
function grouped(): [string, OracleRun[]][] {
  const groups = new Map<string, OracleRun[]>();
  for (const run of oracle.runs) {
    const title = `${run.run[0]}, ${run.run[1]}${run.strength === undefined ? '' : ', image to image'}`;
    groups.set(title, [...(groups.get(title) ?? []), run]);
  }
  return [...groups];
}

/** The largest difference, relative to the expected value, but at least to `least`. */
function relative(expected: ArrayLike<number>, own: ArrayLike<number>, least = 0): number {
  let worst = expected.length === own.length ? 0 : NaN;
  for (let i = 0; i < expected.length; i++) {
    const [a = NaN, b = NaN] = [expected[i], own[i]];
    const difference = a === b ? 0 : Math.abs(a - b) / Math.max(least, Math.abs(a));
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}

describe('as diffusers and k-diffusion go', () => {
  it.each(grouped())('%s', (_title, runs) => {
    for (const run of runs) {
      const title = `${run.run.join(', ')}${run.strength === undefined ? '' : `, strength ${run.strength}`}`;
      const expected = unpack(run.x);
      const own = endOf(run);
      const size = Math.max(1, ...expected.map(Math.abs));
      const worst = Math.max(...expected.map((value, i) => Math.abs(value - (own[i] ?? NaN)))) / size;
      expect(worst, `the end of ${title}`).toBeLessThan(tolerance(run));
    }
  });

  it('has many of every sampler', () => {
    expect(oracle.runs.length).toBeGreaterThan(2000);
    expect(new Set(oracle.runs.map((run) => methodOf(run).id)).size).toBe(18);
  });
});

describe('levels and timesteps', () => {
  it.each(grouped())('%s', (_title, runs) => {
    for (const run of runs) {
      const schedule = scheduleOf(run);
      const calls = methodOf(run)
        .plan(schedule)
        .flatMap(({ stages }) => stages);
      const byCall = BY_CALL.includes(methodOf(run).id);
      if (run.t) {
        const own = byCall ? calls.map(({ timestep }) => timestep) : schedule.timesteps;
        expect(relative(unpack(run.t), own, 1), `timesteps of ${run.run.join(', ')}`).toBeLessThan(1e-6);
      }
      if (run.s && !byCall) {
        expect(relative(unpack(run.s), schedule.sigmas), `levels of ${run.run.join(', ')}`).toBeLessThan(1e-6);
      }
    }
  });
});
