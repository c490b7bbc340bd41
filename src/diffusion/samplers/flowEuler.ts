import { sigmaPairs, type Sampler, type Stage } from './samplerPlan';

/**
 * One stage of Euler's method on a rectified flow: x' = x + (to - from) * velocity with velocity = (x - denoised) / from
 * (Liu et al., 2022; diffusers' FlowMatchEuler).
 */
export function eulerStage(from: number, to: number): Stage {
  const remaining = to / from;
  return { sigma: from, next: { start: remaining, denoised: [1 - remaining] } };
}

export const flowEuler: Sampler = {
  id: 'flow-euler',
  name: 'Euler',
  plan: (sigmas) => sigmaPairs(sigmas).map(({ from, to }) => ({ from, to, stages: [eulerStage(from, to)] })),
};
