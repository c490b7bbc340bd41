import type { Schedule } from '../makeSchedule';
import { kDiffusionGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, type Combination, type Method } from './method';
import { direction } from './straight';

const ORDER = 4;

/** Linear multistep (Adams and Bashforth) over uneven steps, of fourth order once four directions are known (Crowson's k-diffusion). */
export const lms: Method = {
  id: 'lms',
  name: 'LMS',
  note: 'Fast, but breaks where steps are few',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta'],
  grid: kDiffusionGrid,
  plan: (schedule, options = {}) =>
    stepIndices(schedule, options).map((i) =>
      singleStage(schedule, i, { next: lmsStep(schedule, i, i - (options.first ?? 0) + 1) }),
    ),
};

/**
 * `made`: how many directions there are, this one's too. Image to image has fewer than the order that the step's place asks for; diffusers
 * then leaves the missing ones out without lowering the order.
 */
function lmsStep(schedule: Schedule, i: number, made: number): Combination {
  const { process } = schedule;
  const known = Array.from({ length: Math.min(i + 1, ORDER) }, (_, k) => sigmaAt(schedule, i - k));
  const from = sigmaAt(schedule, i);
  const to = sigmaAt(schedule, i + 1);
  const scale = process.straight(to);
  const weights = known.slice(0, made).map((sigma, k) => {
    const weight = scale * integrate((tau) => lagrange(known, k, tau), from, to);
    const { x, denoised } = direction(process, sigma);
    return { x: weight * x, denoised: weight * denoised };
  });
  return {
    x: weights.map(({ x }, k) => (k === 0 ? x + scale / process.straight(from) : x)),
    denoised: weights.map(({ denoised }) => denoised),
  };
}

/** The polynomial that is 1 at `places[k]` and 0 at the others. */
function lagrange(places: readonly number[], k: number, tau: number): number {
  const own = places[k] ?? 0;
  return places.reduce((product, place, j) => (j === k ? product : (product * (tau - place)) / (own - place)), 1);
}

/** Nodes and weights of two Gauss points on -1..1: exact for the third degree, the highest here. */
const GAUSS = 1 / Math.sqrt(3);

function integrate(value: (tau: number) => number, from: number, to: number): number {
  const half = (to - from) / 2;
  const middle = (from + to) / 2;
  return half * (value(middle - half * GAUSS) + value(middle + half * GAUSS));
}
