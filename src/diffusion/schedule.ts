import type { ModelCard } from '../models/modelCard';
import { makeSchedule } from './makeSchedule';
import { createProcess } from './process';
import { euler } from './samplers/ddim';

/**
 * Noise levels of a rectified flow (x = (1 - sigma) * clean + sigma * noise): `steps` + 1 values from 1 (pure noise) down to 0, as
 * FlowMatchEuler makes them of 1, 1 - 1/n, ..., 1/n, then 0. `shift` > 1 spends more steps at high noise (Esser et al., 2024, eq. 23).
 */
export function flowSigmas(steps: number, shift: number): number[] {
  const process = createProcess({ kind: 'flow', trainTimesteps: 1000, shift });
  return [...makeSchedule(process, euler.grid, steps).sigmas];
}

/** The timestep a model was trained to read for a noise level. */
export function flowTimestep(sigma: number, schedule: ModelCard['schedule']): number {
  return sigma * schedule.trainTimesteps;
}
