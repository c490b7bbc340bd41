import { betaQuantile } from './betaQuantile';
import { linspace } from './spacing';

/** Schedules that lay noise levels between a highest and a lowest one by a formula of their own. */
export type SigmaSpacing = 'karras' | 'exponential' | 'beta';

const RHO = 7;

/** `count` noise levels from `max` down to `min`; one level is `max`. */
export function spacedSigmas(spacing: SigmaSpacing, max: number, min: number, count: number): number[] {
  switch (spacing) {
    // Karras et al. (2022), eq. 5.
    case 'karras': {
      const high = max ** (1 / RHO);
      const low = min ** (1 / RHO);
      return linspace(0, 1, count).map((ramp) => (high + ramp * (low - high)) ** RHO);
    }
    case 'exponential':
      return linspace(Math.log(max), Math.log(min), count).map(Math.exp);
    // Lee et al. (2024), with a = b = 0.6.
    case 'beta':
      return linspace(0, 1, count).map((ramp) => min + betaQuantile(1 - ramp) * (max - min));
  }
}
