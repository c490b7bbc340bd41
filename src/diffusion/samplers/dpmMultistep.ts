import type { Schedule } from '../makeSchedule';
import type { Level } from '../process';
import { firstOrder, noiseRatio } from './firstOrder';
import { multistepGrid } from './gridRules';
import {
  sigmaAt,
  singleStage,
  stepIndices,
  type AddedNoise,
  type Combination,
  type Method,
  type PlanOptions,
  type Step,
} from './method';

/** Below this many steps diffusers gives the last steps a lower order. */
const FEW_STEPS = 15;

/** DPM-Solver++(2M) (Lu et al., 2023): each step goes on in the direction of the last two denoised. */
export const dpmpp2m: Method = {
  id: 'dpmpp-2m',
  name: 'DPM++ 2M',
  note: 'The usual choice: fine in few steps, one pass a step',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta', 'ays'],
  grid: { ...multistepGrid, karras: 'roundedUnlessCosine', terminal: 'clamped' },
  plan: (schedule, options = {}) => multistepPlan(schedule, options, 2, null),
};

/** Its stochastic form (diffusers' sde-dpmsolver++). */
export const dpmpp2mSde: Method = {
  ...dpmpp2m,
  id: 'dpmpp-2m-sde',
  name: 'DPM++ 2M SDE',
  note: 'Much detail from 20 steps on; more steps give another picture',
  plan: (schedule, options = {}) => multistepPlan(schedule, options, 2, options.noise ?? 'fresh'),
};

/** Third order (Crowson's k-diffusion, whose formula diffusers has with a wrong sign; see docs/samplers.md). */
export const dpmpp3mSde: Method = {
  ...dpmpp2mSde,
  id: 'dpmpp-3m-sde',
  name: 'DPM++ 3M SDE',
  note: 'As 2M SDE, for 30 steps and more',
  plan: (schedule, options = {}) => multistepPlan(schedule, options, 3, options.noise ?? 'brownian'),
};

function multistepPlan(
  schedule: Schedule,
  { first = 0 }: PlanOptions,
  order: 2 | 3,
  kind: AddedNoise['kind'] | null,
): Step[] {
  return stepIndices(schedule, { first }).map((i) => {
    const from = sigmaAt(schedule, i);
    const to = sigmaAt(schedule, i + 1);
    const { level } = schedule.process;
    const levels = Array.from({ length: Math.min(order, i - first + 1) }, (_, k) => level(sigmaAt(schedule, i - k)));
    const last = i === schedule.timesteps.length - 1;
    const lower = last && (to === 0 || schedule.timesteps.length < FEW_STEPS);
    const { noiseWeight, ...next } = multistep(lower ? levels.slice(0, 1) : levels, level(to), order, kind !== null);
    if (kind === null) return singleStage(schedule, i, { next });
    const noise: AddedNoise =
      kind === 'fresh' ? { kind, weight: noiseWeight } : { kind, weight: noiseWeight, from, to };
    return singleStage(schedule, i, { next, noise });
  });
}

/**
 * `levels`: this step's and those of the steps before it, latest first, as many as the order of the step; `order`: that of the solver,
 * whose second order differs.
 */
function multistep(
  levels: readonly Level[],
  to: Level,
  order: 2 | 3,
  stochastic: boolean,
): Combination & { noiseWeight: number } {
  const [own, before, beforeThat] = levels;
  if (!own) return { x: [1], denoised: [], noiseWeight: 0 };
  const base = firstOrder(own, to, stochastic ? 1 : 0);
  const step = -Math.log(noiseRatio(own, to));
  // The stochastic solver is the other one over twice the distance.
  const h = stochastic ? 2 * step : step;
  if (!before || !Number.isFinite(h)) return base;
  const last = -Math.log(noiseRatio(before, own)) / step;
  const denoised = [base.denoised[0] ?? 0];
  const add = (k: number, weight: number): void => void (denoised[k] = (denoised[k] ?? 0) + weight);
  const phi2 = Math.expm1(-h) / h + 1;
  if (!beforeThat) {
    // 2M is the midpoint form: half of what the first denoised weighs, instead of the integral.
    const slope = (to.clean * (order === 2 ? -0.5 * Math.expm1(-h) : phi2)) / last;
    add(0, slope);
    add(1, -slope);
    return { ...base, denoised };
  }
  const earlier = -Math.log(noiseRatio(beforeThat, before)) / step;
  const phi3 = phi2 / h - 0.5;
  // Divided differences of denoised: first ones over the last and the earlier step, and the second one.
  const slope = to.clean * (phi2 * (1 + last / (last + earlier)) - phi3 / (last + earlier));
  const slopeBefore = to.clean * ((-phi2 * last) / (last + earlier) + phi3 / (last + earlier));
  add(0, slope / last);
  add(1, -slope / last + slopeBefore / earlier);
  add(2, -slopeBefore / earlier);
  return { ...base, denoised };
}
