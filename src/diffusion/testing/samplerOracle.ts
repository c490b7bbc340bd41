import { readFileSync } from 'node:fs';
import { BrownianTree } from '../brownianTree';
import { linearCombination } from '../linearCombination';
import type { Schedule, ScheduleName } from '../makeSchedule';
import { createNoiseStream } from '../noiseStream';
import { createProcess, type Process } from '../process';
import type { Method, PlanOptions } from '../samplers/method';
import { SamplerWalk } from '../samplers/samplerWalk';
import { readSchedulerConfig } from '../schedulerConfig';
import { unpack } from './unpack';

/** One way that diffusers' (or k-diffusion's) schedulers went; numbers as base64 of float32. */
export interface OracleRun {
  /** Sampler (and what is special), config, schedule, steps. */
  run: [sampler: string, config: string, schedule: ScheduleName, steps: number];
  strength?: number;
  x: string;
  t?: string;
  s?: string;
}

interface Oracle {
  seed: number;
  matrix: string;
  slope: string;
  configs: Record<string, object>;
  runs: OracleRun[];
}

/** Made by `training/oracles/samplers.py`. */
export const oracle = JSON.parse(
  readFileSync(new URL('../../../training/oracles/samplers.json', import.meta.url), 'utf8'),
) as Oracle;

export const SIZE = 18;
const matrix = unpack(oracle.matrix);
const slope = unpack(oracle.slope);

/** The oracle's model: tanh of a linear map of x and the timestep. */
function predict(x: Float32Array, timestep: number): Float32Array {
  return Float32Array.from(slope, (perStep, row) => {
    let sum = perStep * (timestep / 1000);
    for (let i = 0; i < SIZE; i++) sum += (matrix[row * SIZE + i] ?? 0) * (x[i] ?? 0);
    return Math.tanh(sum);
  });
}

export function processOf(config: string): Process {
  const shift = /^flow (.+)$/.exec(config)?.[1];
  const json = shift ? { _class_name: 'FlowMatch', shift: Number(shift) } : oracle.configs[config];
  const read = readSchedulerConfig(json);
  if (!read) throw new Error(`no config ${config}`);
  return createProcess(read);
}

/** The whole way of a run, with its noise from the oracle's seed. */
export function walkAll(method: Method, schedule: Schedule, options: PlanOptions, strength?: number): Float32Array {
  const { process, sigmas } = schedule;
  const stream = createNoiseStream('cpu', oracle.seed);
  const count = schedule.timesteps.length;
  const first = strength === undefined ? 0 : count - Math.floor(count * strength);
  const plan = method.plan(schedule, { ...options, first });
  let x: Float32Array;
  if (strength === undefined) {
    x = linearCombination([[schedule.startScale, stream.draw(SIZE)]]);
  } else {
    const clean = linearCombination([[0.5, stream.draw(SIZE)]]);
    x = process.noised(clean, stream.draw(SIZE), plan[0]?.from ?? NaN);
  }
  const positive = sigmas.filter((sigma) => sigma > 0);
  const tree = new BrownianTree('cpu', oracle.seed, SIZE, Math.min(...positive), Math.max(...positive));
  const walk = new SamplerWalk(plan, {
    fresh: () => stream.draw(SIZE),
    brownian: (from, to) => tree.noise(from, to),
  });
  for (const { stages } of plan) {
    for (const stage of stages) {
      const { sample, output } = process.precondition(stage.sigma);
      const denoised = linearCombination([
        [sample, x],
        [output, predict(x, stage.timestep)],
      ]);
      x = walk.next(stage, x, denoised);
    }
  }
  return x;
}
