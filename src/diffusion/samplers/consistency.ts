import type { Schedule } from '../makeSchedule';
import { firstOrder } from './firstOrder';
import { discreteGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, timestepAt, type Method, type Stage } from './method';

/** Data's standard deviation and the factor on timesteps in the boundary condition of Luo et al. (2023), section 4.1. */
const SIGMA_DATA = 0.5;
const TIMESTEP_SCALING = 10;
const MAX_STEPS = 50;

/** Latent consistency models (Luo et al., 2023): each call says the picture, and noise takes it to the next level. */
export const lcm: Method = {
  id: 'lcm',
  name: 'LCM',
  note: 'For LCM models: 4 to 8 steps, guidance low',
  fits: ['diffusion', 'flow'],
  schedules: ['default'],
  maxSteps: MAX_STEPS,
  grid: { ...discreteGrid, final: 'zero', distilled: true },
  plan: (schedule, options) =>
    stepIndices(schedule, options).map((i) => singleStage(schedule, i, lcmStage(schedule, i))),
};

function lcmStage(schedule: Schedule, i: number): Omit<Stage, 'sigma' | 'timestep'> {
  const { skip, out } = boundary(schedule, timestepAt(schedule, i));
  if (i === schedule.timesteps.length - 1) return { next: { x: [skip], denoised: [out] } };
  const { clean, noise } = schedule.process.level(sigmaAt(schedule, i + 1));
  return {
    next: { x: [clean * skip], denoised: [clean * out] },
    noise: { kind: 'fresh', weight: noise },
  };
}

function boundary({ process }: Schedule, timestep: number): { skip: number; out: number } {
  if (process.kind === 'flow') return { skip: 0, out: 1 };
  const scaled = timestep * TIMESTEP_SCALING;
  const variance = scaled * scaled + SIGMA_DATA * SIGMA_DATA;
  return { skip: (SIGMA_DATA * SIGMA_DATA) / variance, out: scaled / Math.sqrt(variance) };
}

/**
 * Trajectory consistency (Zheng et al., 2024): goes `eta` of the way further down than wanted, and noise takes it up again. 0 by default,
 * as the pipelines of diffusers pass it.
 */
export const tcd: Method = {
  id: 'tcd',
  name: 'TCD',
  note: 'For TCD models: 4 to 8 steps; a higher eta adds detail',
  fits: ['diffusion'],
  schedules: ['default'],
  eta: 0,
  maxSteps: MAX_STEPS,
  grid: { ...discreteGrid, final: 'first', distilled: true },
  plan: (schedule, options = {}) =>
    stepIndices(schedule, options).map((i) => singleStage(schedule, i, tcdStage(schedule, i, options.eta ?? 0))),
};

function tcdStage(schedule: Schedule, i: number, eta: number): Omit<Stage, 'sigma' | 'timestep'> {
  const { level } = schedule.process;
  const last = i === schedule.timesteps.length - 1;
  const target = last ? 0 : timestepAt(schedule, i + 1);
  const own = level(sigmaAt(schedule, i));
  const below = level(schedule.sigmaOf(Math.floor(Math.fround(Math.fround(1 - eta) * target))));
  const { x, denoised } = firstOrder(own, below);
  if (last || eta === 0) return { next: { x, denoised } };
  const to = level(schedule.sigmaOf(target));
  const kept = to.clean / below.clean;
  return {
    next: { x: x.map((weight) => kept * weight), denoised: denoised.map((weight) => kept * weight) },
    noise: { kind: 'fresh', weight: Math.sqrt(1 - kept * kept) },
  };
}
