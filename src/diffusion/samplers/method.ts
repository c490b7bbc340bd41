import type { GridRule, Schedule, ScheduleName } from '../makeSchedule';
import type { Process } from '../process';

/** Noise that a sampler adds: drawn anew, or the increment of one brownian motion between two noise levels, at variance one. */
export type AddedNoise =
  { weight: number; kind: 'fresh' } | { weight: number; kind: 'brownian'; from: number; to: number };

/** Sum of weights times x as it was shown at this and earlier calls (0 = this one), and times their denoised. Missing weights are 0. */
export interface Combination {
  x: readonly number[];
  denoised: readonly number[];
}

/** One call of the model on the current x, and what comes of it. */
export interface Stage {
  /** Noise level of the x that the model is shown. */
  sigma: number;
  /** What the model is told about it. */
  timestep: number;
  /** The shown x, made better by what the call told (UniPC's corrector): from here on it counts as the x that was shown. */
  corrected?: Combination;
  next: Combination;
  /** Drawn even where its weight is 0, so that the noise after it is what it should be. */
  noise?: AddedNoise;
}

/** From one noise level to the next, in one or more model calls. The denoised of the first call is the step's preview. */
export interface Step {
  from: number;
  to: number;
  stages: readonly Stage[];
}

export interface PlanOptions {
  /** 0..1: from no added noise to all of it. Only for samplers that have `eta`. */
  eta?: number;
  /** Where the SDE samplers' noise comes from; absent: the sampler's own. */
  noise?: AddedNoise['kind'];
  /** The step to begin at (image to image), on known latents with noise of the first planned step's `from`. */
  first?: number;
}

/** A way from noise to picture: a pure function of the schedule, in double precision. */
export interface Method {
  id: string;
  /** For people. */
  name: string;
  /** When to take it, in one line for people. */
  note: string;
  fits: readonly Process['kind'][];
  schedules: readonly ScheduleName[];
  /** Its value where nobody chooses one; absent: the sampler has none. */
  eta?: number;
  /** Steps it can be planned for at most, where there is a limit. */
  maxSteps?: number;
  grid: GridRule;
  plan(schedule: Schedule, options?: PlanOptions): Step[];
}

/** The indices of a plan's steps. */
export function stepIndices({ timesteps }: Schedule, { first = 0 }: PlanOptions = {}): number[] {
  return timesteps.map((_, i) => i).slice(first);
}

/** Noise level `i` of a schedule; an index beyond it is a fault of the caller's. */
export function sigmaAt({ sigmas }: Schedule, i: number): number {
  return sigmas[i] ?? NaN;
}

/** What the network is told at step `i`. */
export function timestepAt({ timesteps }: Schedule, i: number): number {
  return timesteps[i] ?? NaN;
}

/** A step of one model call. */
export function singleStage(schedule: Schedule, i: number, rest: Omit<Stage, 'sigma' | 'timestep'>): Step {
  const from = sigmaAt(schedule, i);
  return {
    from,
    to: sigmaAt(schedule, i + 1),
    stages: [{ sigma: from, timestep: timestepAt(schedule, i), ...rest }],
  };
}
