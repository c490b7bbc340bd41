import type { Schedule } from '../makeSchedule';
import { kDiffusionGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, timestepAt, type AddedNoise, type Method, type Step } from './method';
import { firstOrder } from './firstOrder';
import { direction } from './straight';

const f = Math.fround;

/**
 * The midpoint method, its middle the geometric mean of both levels (DPM-Solver-2, Lu et al., 2022; diffusers' KDPM2Discrete). Two model
 * calls a step, one in the step to 0.
 */
export const dpm2: Method = {
  id: 'dpm2',
  name: 'DPM2',
  note: 'Fine, two passes a step',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta'],
  grid: { ...kDiffusionGrid, karras: 'rounded' },
  plan: (schedule, options) =>
    stepIndices(schedule, options).map((i) =>
      midpointStep(
        schedule,
        i,
        sigmaAt(schedule, i + 1),
        geometricMean(sigmaAt(schedule, i + 1), sigmaAt(schedule, i)),
      ),
    ),
};

/** The same to a lower level, and new noise up to the wanted one (diffusers' KDPM2AncestralDiscrete). */
export const dpm2Ancestral: Method = {
  ...dpm2,
  id: 'dpm2-a',
  name: 'DPM2 a',
  note: 'Lively and slow: two passes a step, never settles',
  fits: ['diffusion'],
  plan: (schedule, options) =>
    stepIndices(schedule, options).map((i) => {
      const from = sigmaAt(schedule, i);
      const { down, up } = ancestralFloat32(from, sigmaAt(schedule, i + 1));
      return midpointStep(schedule, i, down, geometricMean(from, down), up);
    }),
};

function midpointStep(schedule: Schedule, i: number, target: number, middle: number, up?: number): Step {
  const { process } = schedule;
  const from = sigmaAt(schedule, i);
  const to = sigmaAt(schedule, i + 1);
  if (to === 0) return singleStage(schedule, i, { next: firstOrder(process.level(from), process.level(0)) });
  const first = direction(process, from);
  const second = direction(process, middle);
  const start = 1 / process.straight(from);
  const scale = { middle: process.straight(middle), end: process.straight(to) };
  const noise: AddedNoise | undefined = up === undefined ? undefined : { kind: 'fresh', weight: scale.end * up };
  return {
    from,
    to,
    stages: [
      {
        sigma: from,
        timestep: timestepAt(schedule, i),
        next: {
          x: [scale.middle * (start + (middle - from) * first.x)],
          denoised: [scale.middle * (middle - from) * first.denoised],
        },
      },
      {
        sigma: middle,
        timestep: schedule.timestepOf(middle),
        next: {
          x: [scale.end * (target - from) * second.x, scale.end * start],
          denoised: [scale.end * (target - from) * second.denoised],
        },
        ...(noise && { noise }),
      },
    ],
  };
}

/** In float32 by the way through logarithms, as diffusers has it. */
function geometricMean(a: number, b: number): number {
  const end = f(Math.log(b));
  return f(Math.exp(f(end - f(f(end - f(Math.log(a))) * 0.5))));
}

/**
 * The level to step down to and the noise to add. In float32 as diffusers has it: for long steps the difference of squares loses digits
 * that the middle of the step then shows.
 */
function ancestralFloat32(from: number, to: number): { down: number; up: number } {
  const square = f(to * to);
  const up = f(Math.sqrt(f(f(square * f(f(from * from) - square)) / f(from * from))));
  const down = f(Math.sqrt(f(square - f(up * up))));
  // Nothing may be left of the digits; diffusers divides by zero then.
  return { up, down: down > 0 ? down : square / from };
}
