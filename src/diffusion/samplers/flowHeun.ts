import { eulerStage } from './flowEuler';
import { sigmaPairs, type Sampler, type SamplerStep } from './samplerPlan';

/**
 * Heun's method on a rectified flow (Karras et al., 2022, algorithm 1; diffusers' FlowMatchHeun): an Euler step, the velocity there,
 * and the step made again with the mean of both. A step to 0 is Euler's: there is no velocity at sigma 0. Two model calls a step.
 */
export const flowHeun: Sampler = {
  id: 'flow-heun',
  name: 'Heun',
  plan: (sigmas) => sigmaPairs(sigmas).map(({ from, to }) => heunStep(from, to)),
};

function heunStep(from: number, to: number): SamplerStep {
  const euler = eulerStage(from, to);
  if (to === 0) return { from, to, stages: [euler] };
  // x' = x + h/2 * ((x - D1) / from + (y - D2) / to), where y = x + h * (x - D1) / from is where Euler arrived.
  const h = to - from;
  const first = h / (2 * from);
  const second = h / (2 * to);
  const correction = {
    sigma: to,
    next: {
      start: 1 + first + second * (1 + h / from),
      denoised: [-second, -first - (second * h) / from],
    },
  };
  return { from, to, stages: [euler, correction] };
}
