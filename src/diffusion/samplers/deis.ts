import type { Schedule } from '../makeSchedule';
import { firstOrder } from './firstOrder';
import { multistepGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, type Combination, type Method } from './method';

const FEW_STEPS = 15;

/**
 * DEIS of second order in log rho (Zhang and Chen, 2023; diffusers' DEISMultistep): the noise is taken as straight in log (noise / clean).
 * It ends at the lowest level of the training, as diffusers' does.
 */
export const deis: Method = {
  id: 'deis',
  name: 'DEIS',
  note: 'Like DPM++ 2M, a little softer',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta'],
  grid: { ...multistepGrid, final: 'firstOrRepeated' },
  plan: (schedule, options = {}) =>
    stepIndices(schedule, options).map((i) => {
      const last = i === schedule.timesteps.length - 1;
      const second =
        i > (options.first ?? 0) && !(last && schedule.timesteps.length < FEW_STEPS) && sigmaAt(schedule, i + 1) > 0;
      return singleStage(schedule, i, { next: second ? secondOrder(schedule, i) : first(schedule, i) });
    }),
};

function first(schedule: Schedule, i: number): Combination {
  const { level } = schedule.process;
  const { x, denoised } = firstOrder(level(sigmaAt(schedule, i)), level(sigmaAt(schedule, i + 1)));
  return { x, denoised };
}

function secondOrder(schedule: Schedule, i: number): Combination {
  const { level } = schedule.process;
  const [before, own, to] = [i - 1, i, i + 1].map((k) => level(sigmaAt(schedule, k)));
  if (!before || !own || !to) return first(schedule, i);
  const [rhoBefore, rho, rhoTo] = [before, own, to].map(({ clean, noise }) => noise / clean) as [
    number,
    number,
    number,
  ];
  const weight = to.clean * integral(rho, rhoBefore, rho, rhoTo);
  const weightBefore = to.clean * integral(rhoBefore, rho, rho, rhoTo);
  // Of noise = (x - clean * denoised) / noise at each call.
  return {
    x: [to.clean / own.clean + weight / own.noise, weightBefore / before.noise],
    denoised: [(-weight * own.clean) / own.noise, (-weightBefore * before.clean) / before.noise],
  };
}

/** Integral of log(rho / b) / log(a / b) over rho from `from` to `to`. */
function integral(a: number, b: number, from: number, to: number): number {
  const primitive = (rho: number): number => rho * (Math.log(rho / b) - 1);
  return (primitive(to) - primitive(from)) / Math.log(a / b);
}
