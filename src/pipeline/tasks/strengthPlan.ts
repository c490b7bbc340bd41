import type { SamplerStep } from '../../diffusion/samplers/samplerPlan';

/**
 * The part of a plan that an edit of `strength` (0..1) walks: its last steps, at least one, as diffusers' image to image does.
 * 1 is the whole plan, from pure noise.
 */
export function strengthPlan(plan: readonly SamplerStep[], strength: number): readonly SamplerStep[] {
  const walked = Math.max(1, Math.min(plan.length, Math.round(plan.length * strength)));
  return plan.slice(plan.length - walked);
}
