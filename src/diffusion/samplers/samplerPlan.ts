/**
 * What x becomes after a model call: start * (x at the start of the step) + sum of denoised[i] * (the i-th latest denoised, 0 = of this
 * very call).
 */
export interface Coefficients {
  start: number;
  denoised: readonly number[];
}

/** One call of the model on the current x, and what comes of it. */
export interface Stage {
  /** Noise level of the x that the model is shown. */
  sigma: number;
  next: Coefficients;
}

/** From one noise level to the next, in one or more model calls. The denoised of the first call is the step's preview. */
export interface SamplerStep {
  from: number;
  to: number;
  stages: readonly Stage[];
}

/** A way from noise to picture: a pure function of the noise levels (descending, the last may be 0), in double precision. */
export interface Sampler {
  id: string;
  /** For people. */
  name: string;
  plan(sigmas: readonly number[]): SamplerStep[];
}
