import type { Process } from '../process';

/**
 * Weights of one direction (X - denoised) / sigma in straight space (see `Process.straight`), on x and denoised as they are. A sum of such
 * directions, weighted, is added to X.
 */
export function direction(process: Process, sigma: number): { x: number; denoised: number } {
  return { x: 1 / (process.straight(sigma) * sigma), denoised: -1 / sigma };
}
