import type { Schedule } from '../makeSchedule';
import { preconditionAt, type Level } from '../process';
import { discreteTarget, trainingShare } from './ddim';
import { discreteGrid } from './gridRules';
import type { Combination, Method, Step } from './method';

/** Weights of the latest outputs by how many there are (Adams and Bashforth). */
const ADAMS_BASHFORTH: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/**
 * PLMS (Liu et al., 2022; diffusers' PNDM without its Runge-Kutta steps): averages the network's own outputs. The first step is made
 * twice, the second time with the mean of both outputs, which is one model call more than there are steps. Image to image cuts the list of
 * calls and not that of steps, so that it begins one step earlier than others, as in diffusers.
 */
export const plms: Method = {
  id: 'plms',
  name: 'PLMS',
  note: 'The first Stable Diffusion’s own; from 20 steps on',
  fits: ['diffusion'],
  schedules: ['default'],
  grid: { ...discreteGrid, final: 'alphaToFirst', terminal: 'ignored' },
  plan: (schedule, { first = 0 } = {}) => {
    const { timesteps } = schedule;
    const calls = timesteps.flatMap((timestep, i) => (i === 1 ? [timestep, timestep] : [timestep])).slice(first);
    return calls.flatMap((_, call) =>
      call === 1 ? [] : [call === 0 ? firstStep(schedule, calls) : laterStep(schedule, calls, call)],
    );
  },
};

/** One call, and a second one at the next timestep that makes the step again. */
function firstStep(schedule: Schedule, calls: readonly number[]): Step {
  const [timestep = NaN, shown] = calls;
  const from = schedule.sigmaOf(timestep);
  const to = discreteTarget(schedule, timestep);
  const next = combine(schedule, { from, to, start: 0 }, [{ call: 0, weight: 1, sigma: from }]);
  const stage = { sigma: from, timestep, next };
  if (shown === undefined) return { from, to, stages: [stage] };
  // The step that is made again ends at the second call's timestep, and is taken to begin one share of the training above.
  const end = schedule.sigmaOf(shown);
  const begin = schedule.sigmaOf(shown + trainingShare(schedule));
  const mean = combine(schedule, { from: begin, to: end, start: 1 }, [
    { call: 0, weight: 0.5, sigma: end },
    { call: 1, weight: 0.5, sigma: from },
  ]);
  return { from, to: end, stages: [stage, { sigma: end, timestep: shown, next: mean }] };
}

/** `call`: which of the calls it is, from 2. */
function laterStep(schedule: Schedule, calls: readonly number[], call: number): Step {
  const timestep = calls[call] ?? NaN;
  const from = schedule.sigmaOf(timestep);
  const to = discreteTarget(schedule, timestep);
  const weights = ADAMS_BASHFORTH[Math.min(call, ADAMS_BASHFORTH.length) - 1] ?? [];
  const outputs = weights.map((weight, k) => {
    // The second call of the first step is not among the outputs remembered.
    const made = call - k < 2 ? 0 : call - k;
    return { call: call - made, weight, sigma: schedule.sigmaOf(calls[made] ?? NaN) };
  });
  const next = combine(schedule, { from, to, start: 0 }, outputs);
  return { from, to, stages: [{ sigma: from, timestep, next }] };
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
