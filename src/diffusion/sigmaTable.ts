const f = Math.fround;

/**
 * The noise level (sigma = noise / clean) of each training step, ascending, with the way from level to timestep and back. `Infinity` is
 * pure noise.
 */
export interface SigmaTable {
  readonly sigmas: Float32Array;
  /** Linear between the training steps, as `numpy.interp`; beyond the ends the end. */
  at(timestep: number): number;
  /** Linear in log sigma between the training steps; beyond the ends the end. */
  timestep(sigma: number): number;
}

/** From cumulative products (float32), rounded as PyTorch rounds. */
export function sigmaTable(bars: Float32Array): SigmaTable {
  const sigmas = bars.map((bar) => Math.sqrt(f(f(1 - bar) / bar)));
  const logs = sigmas.map((sigma) => Math.log(sigma));
  const last = sigmas.length - 1;
  const at = (i: number): number => sigmas[i] ?? NaN;
  const log = (i: number): number => logs[i] ?? NaN;

  return {
    sigmas,
    at: (timestep) => {
      const low = Math.floor(timestep);
      if (timestep <= 0) return at(0);
      if (low >= last) return at(last);
      return low === timestep ? at(low) : (at(low + 1) - at(low)) * (timestep - low) + at(low);
    },
    timestep: (sigma) => {
      const value = Math.log(Math.max(sigma, 1e-10));
      let low = 0;
      while (low < last - 1 && log(low + 1) <= value) low++;
      const share = (log(low) - value) / f(log(low) - log(low + 1));
      const weight = Math.min(1, Math.max(0, share));
      return (1 - weight) * low + weight * (low + 1);
    },
  };
}
