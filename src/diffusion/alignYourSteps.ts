import { linspace } from './spacing';

/** Which models the levels were optimised for (Sabour et al., 2024). */
export type AlignedModel = 'sd1' | 'sdxl';

/** Timesteps of ten steps, and the noise levels that the authors publish for ten steps, with the model's lowest level last. */
const TABLES: Record<AlignedModel, { timesteps: readonly number[]; sigmas: readonly number[] }> = {
  sd1: {
    timesteps: [999, 850, 736, 645, 545, 455, 343, 233, 124, 24],
    sigmas: [14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029],
  },
  sdxl: {
    timesteps: [999, 845, 730, 587, 443, 310, 193, 116, 53, 13],
    sigmas: [14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.38, 0.234, 0.113, 0.029],
  },
};

/** The timesteps of ten steps, as diffusers lists them. */
export function alignedTimesteps(model: AlignedModel): readonly number[] {
  return TABLES[model].timesteps;
}

/** Noise levels for another number of steps: between the published ones, straight in log sigma, as the authors advise. */
export function alignedSigmas(model: AlignedModel, count: number): number[] {
  const logs = TABLES[model].sigmas.map(Math.log);
  return linspace(0, logs.length - 1, count + 1)
    .slice(0, count)
    .map((place) => {
      const low = Math.min(Math.floor(place), logs.length - 2);
      const from = logs[low] ?? 0;
      return Math.exp(from + (place - low) * ((logs[low + 1] ?? 0) - from));
    });
}
