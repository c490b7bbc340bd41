import { flowEuler } from './flowEuler';
import { flowHeun } from './flowHeun';
import type { Sampler } from './samplerPlan';

/** Every sampler there is, in the order a person should see them. */
export const samplers: readonly Sampler[] = [flowEuler, flowHeun];

/** The sampler of that id, or undefined. */
export function findSampler(id: string): Sampler | undefined {
  return samplers.find((sampler) => sampler.id === id);
}
