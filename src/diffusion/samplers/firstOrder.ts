import type { Level } from '../process';
import type { Combination } from './method';

/**
 * The exact step from one level to the next where denoised stays the same, with a share of new noise: eta 0 is DDIM (Song et al., 2021) and
 * Euler's, eta 1 is DDPM (Ho et al., 2020), Euler ancestral and first order SDE-DPM-Solver++. All are this one formula, in every process,
 * from pure noise too.
 */
export function firstOrder(from: Level, to: Level, eta = 0): Combination & { noiseWeight: number } {
  const noiseWeight = eta * to.noise * Math.sqrt(freshShare(from, to));
  const direction = Math.sqrt(Math.max(0, to.noise * to.noise - noiseWeight * noiseWeight)) / from.noise;
  return { x: [direction], denoised: [to.clean - from.clean * direction], noiseWeight };
}

/** (noise / clean) of `to` over that of `from`: e^-h in the half logarithmic signal to noise ratio of Lu et al. (2022). */
export function noiseRatio(from: Level, to: Level): number {
  return (to.noise * from.clean) / (from.noise * to.clean);
}

/** 1 - ratio^2. */
function freshShare(from: Level, to: Level): number {
  const ratio = noiseRatio(from, to);
  return Math.max(0, (1 - ratio) * (1 + ratio));
}
