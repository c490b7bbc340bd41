import type { Schedule } from '../makeSchedule';
import { preconditionAt, type Level } from '../process';
import { discreteTarget } from './ddim';
import { discreteGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, timestepAt, type Combination, type Method, type Step } from './method';

/** Weights of the latest outputs by how many there are (Adams and Bashforth). */
const ADAMS_BASHFORTH: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/**
 * PLMS (Liu et al., 2022; diffusers' PNDM without its Runge-Kutta steps): averages the network's own outputs. The first step is made
 * twice, the second time with the mean of both outputs, which is one model call more than there are steps.
 */
export const plms: Method = {
  id: 'plms',
  name: 'PLMS',
  note: 'The first Stable Diffusion’s own; from 20 steps on',
  fits: ['diffusion'],
  schedules: ['default'],
  grid: { ...discreteGrid, final: 'alphaToFirst', terminal: 'ignored' },
  plan: (schedule, options = {}) => {
    const indices = stepIndices(schedule, options);
    const first = indices[0] ?? 0;
    return indices.map((i) =>
      i === first ? firstStep(schedule, i, indices.length > 1) : laterStep(schedule, i, i - first),
    );
  },
};

function firstStep(schedule: Schedule, i: number, again: boolean): Step {
  const timestep = timestepAt(schedule, i);
  const to = discreteTarget(schedule, timestep);
  const next = combine(schedule, { from: sigmaAt(schedule, i), to, start: 0 }, [
    { call: 0, weight: 1, sigma: sigmaAt(schedule, i) },
  ]);
  const once = { ...singleStage(schedule, i, { next }), to };
  if (!again) return once;
  // Shown at the next step's timestep; the step that is made again ends there, and is taken to begin one share of the training above.
  const shown = timestepAt(schedule, i + 1);
  const end = schedule.sigmaOf(shown);
  const begin = schedule.sigmaOf(shown + (timestep - timestepOfTarget(schedule, timestep)));
  const mean = combine(schedule, { from: begin, to: end, start: 1 }, [
    { call: 0, weight: 0.5, sigma: end },
    { call: 1, weight: 0.5, sigma: sigmaAt(schedule, i) },
  ]);
  return { ...once, to: end, stages: [...once.stages, { sigma: end, timestep: shown, next: mean }] };
}

/** `done`: how many steps were made before it, at least one. */
function laterStep(schedule: Schedule, i: number, done: number): Step {
  const to = discreteTarget(schedule, timestepAt(schedule, i));
  const weights = ADAMS_BASHFORTH[Math.min(done, 3)] ?? [];
  const outputs = weights.map((weight, k) => ({
    // The second call of the first step is not among the outputs remembered.
    call: k === done ? k + 1 : k,
    weight,
    sigma: sigmaAt(schedule, i - k),
  }));
  const next = combine(schedule, { from: sigmaAt(schedule, i), to, start: 0 }, outputs);
  return { ...singleStage(schedule, i, { next }), to };
}

interface Output {
  /** Which call's it is: 0 the latest. */
  call: number;
  weight: number;
  /** The level it was made at. */
  sigma: number;
}

/** A step from `from` to `to`, beginning with the x shown at call `start`, by a mean of outputs. */
function combine(
  { process: { level, prediction } }: Schedule,
  { from, to, start }: { from: number; to: number; start: number },
  outputs: readonly Output[],
): Combination {
  const [begin, end] = [level(from), level(to)];
  const x: number[] = [];
  const denoised: number[] = [];
  const add = (list: number[], k: number, weight: number): void => {
    while (list.length <= k) list.push(0);
    list[k] = (list[k] ?? 0) + weight;
  };
  // x' = (clean' / clean) x + (noise' - clean' noise / clean) * (predicted noise)
  const scale = end.clean / begin.clean;
  const perNoise = end.noise - scale * begin.noise;
  const toNoise = noiseOf(prediction === 'v', begin);
  add(x, start, scale + perNoise * toNoise.x);
  for (const { call, weight, sigma } of outputs) {
    const { sample, output } = preconditionAt(prediction === 'v' ? 'v' : 'epsilon', level(sigma));
    const total = perNoise * toNoise.output * weight;
    add(x, call, (-total * sample) / output);
    add(denoised, call, total / output);
  }
  return { x, denoised };
}

/** The predicted noise as a sum of x and the network's output. */
function noiseOf(velocity: boolean, { clean, noise }: Level): { x: number; output: number } {
  return velocity ? { x: noise, output: clean } : { x: 0, output: 1 };
}

/** The timestep, below 0 too, one share of the training below another. */
function timestepOfTarget(schedule: Schedule, timestep: number): number {
  const { config } = schedule.process;
  const train = config.kind === 'flow' ? config.trainTimesteps : config.betas.steps;
  return timestep - Math.floor(train / schedule.timesteps.length);
}
