import type { SamplerStep } from '../../diffusion/samplers/samplerPlan';

/**
 * The part of a plan that an edit of `strength` (0..1) walks: its last `int(steps * strength)` steps, as diffusers' image to image cuts
 * them, but at least one. 1 is the whole plan, from pure noise.
 */
export function strengthPlan(plan: readonly SamplerStep[], strength: number): readonly SamplerStep[] {
  return plan.slice(firstStep(plan.length, strength));
}

/** The index of the step at which an edit of `strength` begins, of `steps`. */
export function firstStep(steps: number, strength: number): number {
  return steps - Math.min(steps, Math.max(1, Math.floor(steps * strength)));
}
