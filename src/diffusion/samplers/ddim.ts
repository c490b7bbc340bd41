import type { Schedule } from '../makeSchedule';
import { firstOrder } from './firstOrder';
import { discreteGrid, kDiffusionGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, timestepAt, type Method, type Step } from './method';

/** A step of first order, with its noise where the sampler has any. */
function firstOrderStep(schedule: Schedule, i: number, to: number, eta: number, draws: boolean): Step {
  const { level } = schedule.process;
  const { noiseWeight, ...next } = firstOrder(level(sigmaAt(schedule, i)), level(to), eta);
  const noise = draws ? ({ kind: 'fresh', weight: noiseWeight } as const) : undefined;
  return { ...singleStage(schedule, i, noise ? { next, noise } : { next }), to };
}

/**
 * The level that a step of DDIM or PLMS goes to: a fixed share of the training below its own timestep, which is not always that of the next
 * step. diffusers goes on from there as if it were.
 */
export function discreteTarget(schedule: Schedule, timestep: number): number {
  return schedule.sigmaOf(timestep - trainingShare(schedule));
}

/** How many training steps a step of DDIM or PLMS goes down. */
export function trainingShare({ process: { config }, timesteps }: Schedule): number {
  return Math.floor((config.kind === 'flow' ? config.trainTimesteps : config.betas.steps) / timesteps.length);
}

/** Song et al. (2021). */
export const ddim: Method = {
  id: 'ddim',
  name: 'DDIM',
  note: 'Steady, no noise added; many steps',
  fits: ['diffusion'],
  schedules: ['default'],
  eta: 0,
  grid: discreteGrid,
  plan: (schedule, options = {}) =>
    stepIndices(schedule, options).map((i) => {
      const eta = options.eta ?? 0;
      return firstOrderStep(schedule, i, discreteTarget(schedule, timestepAt(schedule, i)), eta, eta > 0);
    }),
};

/** Ho et al. (2020), with the smaller of the two variances. */
export const ddpm: Method = {
  id: 'ddpm',
  name: 'DDPM',
  note: 'The first of all; needs hundreds of steps',
  fits: ['diffusion'],
  schedules: ['default'],
  grid: { ...discreteGrid, final: 'zero' },
  plan: (schedule, options) =>
    stepIndices(schedule, options).map((i) =>
      firstOrderStep(schedule, i, sigmaAt(schedule, i + 1), 1, timestepAt(schedule, i) > 0),
    ),
};

/** Euler's method on the ODE of Karras et al. (2022), which for a fixed denoised is exact. */
export const euler: Method = {
  id: 'euler',
  name: 'Euler',
  note: 'Fast and plain, one pass a step',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta', 'ays'],
  grid: { ...kDiffusionGrid, final: 'chosen', terminal: 'clamped' },
  plan: (schedule, options) =>
    stepIndices(schedule, options).map((i) => firstOrderStep(schedule, i, sigmaAt(schedule, i + 1), 0, false)),
};

/** Euler's method to a lower level, and new noise up to the wanted one (Crowson's k-diffusion). */
export const eulerAncestral: Method = {
  id: 'euler-a',
  name: 'Euler a',
  note: 'Lively, never settles: more steps give another picture',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta', 'ays'],
  grid: { ...kDiffusionGrid, configurable: false, terminal: 'clamped' },
  plan: (schedule, options) =>
    stepIndices(schedule, options).map((i) => firstOrderStep(schedule, i, sigmaAt(schedule, i + 1), 1, true)),
};
