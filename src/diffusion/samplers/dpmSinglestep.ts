import type { Schedule } from '../makeSchedule';
import { firstOrder, noiseRatio } from './firstOrder';
import { kDiffusionGrid, multistepGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, timestepAt, type AddedNoise, type Method, type Step } from './method';

/**
 * DPM-Solver++(2S) (Lu et al., 2023; diffusers' DPMSolverSinglestep): steps in pairs, the second one of each goes again from where the
 * first began. The last step is of first order.
 */
export const dpmpp2s: Method = {
  id: 'dpmpp-2s',
  name: 'DPM++ 2S',
  note: 'Steady; an even number of steps serves it best',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta', 'ays'],
  grid: { ...multistepGrid, spacing: 'linspace!' },
  plan: (schedule, options = {}) =>
    stepIndices(schedule, options).map((i) => {
      const last = i === schedule.timesteps.length - 1;
      const second = i % 2 === 1 && !last && i > (options.first ?? 0);
      return second ? secondOfPair(schedule, i) : firstOfPair(schedule, i);
    }),
};

function firstOfPair(schedule: Schedule, i: number): Step {
  const { level } = schedule.process;
  const { x, denoised } = firstOrder(level(sigmaAt(schedule, i)), level(sigmaAt(schedule, i + 1)));
  return singleStage(schedule, i, { next: { x, denoised } });
}

function secondOfPair(schedule: Schedule, i: number): Step {
  const { level } = schedule.process;
  const begin = level(sigmaAt(schedule, i - 1));
  const middle = level(sigmaAt(schedule, i));
  const to = level(sigmaAt(schedule, i + 1));
  const whole = firstOrder(begin, to);
  const share = Math.log(noiseRatio(begin, middle)) / Math.log(noiseRatio(begin, to));
  const weight = to.clean * (1 - noiseRatio(begin, to));
  const slope = (0.5 * weight) / share;
  return singleStage(schedule, i, {
    next: { x: [0, whole.x[0] ?? 0], denoised: [slope, (whole.denoised[0] ?? 0) - slope] },
  });
}

/**
 * DPM-Solver++ SDE (Crowson's k-diffusion; diffusers' DPMSolverSDE): a noisy step to the middle in log sigma, and from the start again with
 * the denoised found there. Both noises are increments of one brownian motion. Two model calls a step, one in the step to 0.
 */
export const dpmppSde: Method = {
  id: 'dpmpp-sde',
  name: 'DPM++ SDE',
  note: 'Much detail in few steps, two passes a step',
  fits: ['diffusion'],
  schedules: ['default', 'karras', 'exponential', 'beta'],
  grid: { ...kDiffusionGrid, steps: 'exact' },
  plan: (schedule, options = {}) =>
    stepIndices(schedule, options).map((i) => sdeStep(schedule, i, options.noise ?? 'brownian')),
};

function sdeStep(schedule: Schedule, i: number, kind: AddedNoise['kind']): Step {
  const { level } = schedule.process;
  const from = sigmaAt(schedule, i);
  const to = sigmaAt(schedule, i + 1);
  if (to === 0) return firstOfPair(schedule, i);
  const middle = middleFloat32(from, to);
  const half = firstOrder(level(from), level(middle), 1);
  const whole = firstOrder(level(from), level(to), 1);
  const noise = (weight: number, end: number): AddedNoise =>
    kind === 'fresh' ? { kind, weight } : { kind, weight, from: throughLog(from), to: end };
  return {
    from,
    to,
    stages: [
      {
        sigma: from,
        timestep: timestepAt(schedule, i),
        next: { x: half.x, denoised: half.denoised },
        noise: noise(half.noiseWeight, middle),
      },
      {
        sigma: middle,
        timestep: schedule.timestepOf(middle),
        next: { x: [0, whole.x[0] ?? 0], denoised: whole.denoised },
        noise: noise(whole.noiseWeight, throughLog(to)),
      },
    ],
  };
}

const f = Math.fround;

// Brownian trees tell millionths apart, so levels go to -log and back in float32 as they do in diffusers.

function throughLog(sigma: number): number {
  return f(Math.exp(f(Math.log(sigma))));
}

/** The level in the middle of both logarithms. */
function middleFloat32(from: number, to: number): number {
  const start = f(-Math.log(from));
  return f(Math.exp(-f(start + f(f(f(-Math.log(to)) - start) * 0.5))));
}
