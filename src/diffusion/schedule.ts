import type { ModelCard } from '../models/modelCard';

/**
 * Noise levels of a rectified flow (x = (1 - sigma) * clean + sigma * noise): `steps` + 1 values from 1 (pure noise) down to 0, as
 * FlowMatchEuler makes them of 1, 1 - 1/n, ..., 1/n, then 0. `shift` > 1 spends more steps at high noise (Esser et al., 2024, eq. 23).
 */
export function flowSigmas(steps: number, shift: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const linear = 1 - i / steps;
    return (shift * linear) / (1 + (shift - 1) * linear);
  });
}

/** The timestep a model was trained to read for a noise level. */
export function flowTimestep(sigma: number, schedule: ModelCard['schedule']): number {
  return sigma * schedule.trainTimesteps;
}
