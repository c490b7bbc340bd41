import type { Schedule } from '../makeSchedule';
import { firstOrder } from './firstOrder';
import { kDiffusionGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, timestepAt, type Method, type Step } from './method';
import { direction } from './straight';

/**
 * Heun's method (Karras et al., 2022, algorithm 1; diffusers' HeunDiscrete and FlowMatchHeun): an Euler step, the direction there, and the
 * step made again with the mean of both. A step to 0 is Euler's: there is no direction at sigma 0. Two model calls a step.
 */
export const heun: Method = {
  id: 'heun',
  name: 'Heun',
  note: 'Finer than Euler, two passes a step',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta', 'ays'],
  grid: kDiffusionGrid,
  plan: (schedule, options) => stepIndices(schedule, options).map((i) => heunStep(schedule, i)),
};

function heunStep(schedule: Schedule, i: number): Step {
  const { process } = schedule;
  const from = sigmaAt(schedule, i);
  const to = sigmaAt(schedule, i + 1);
  const { x, denoised } = firstOrder(process.level(from), process.level(to));
  const euler = singleStage(schedule, i, { next: { x, denoised } });
  if (to === 0) return euler;
  const half = (to - from) / 2;
  const first = direction(process, from);
  const second = direction(process, to);
  const scale = process.straight(to);
  return {
    from,
    to,
    stages: [
      ...euler.stages,
      {
        sigma: to,
        timestep: timestepAt(schedule, i + 1),
        next: {
          x: [scale * half * second.x, scale * (1 / process.straight(from) + half * first.x)],
          denoised: [scale * half * second.denoised, scale * half * first.denoised],
        },
      },
    ],
  };
}
