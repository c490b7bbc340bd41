import type { Schedule } from '../makeSchedule';
import { firstOrder, noiseRatio } from './firstOrder';
import { multistepGrid } from './gridRules';
import { sigmaAt, singleStage, stepIndices, type Combination, type Method } from './method';

/**
 * UniPC of second order (Zhao et al., 2023; diffusers' UniPCMultistep, B2(h), predicting the clean latents): each call first corrects
 * the step that led to it, then predicts the next.
 */
export const uniPc: Method = {
  id: 'unipc',
  name: 'UniPC',
  note: 'Fine in very few steps, one pass a step',
  fits: ['diffusion', 'flow'],
  schedules: ['default', 'karras', 'exponential', 'beta'],
  grid: { ...multistepGrid, terminal: 'clamped', flow: 'unipc' },
  plan: (schedule, options = {}) => {
    const first = options.first ?? 0;
    const order = (i: number): 1 | 2 => (i > first && i < schedule.timesteps.length - 1 ? 2 : 1);
    return stepIndices(schedule, options).map((i) => {
      const next = predict(schedule, i, order(i));
      return singleStage(schedule, i, i === first ? { next } : { corrected: correct(schedule, i, order(i - 1)), next });
    });
  },
};

function predict(schedule: Schedule, i: number, order: 1 | 2): Combination {
  const { level } = schedule.process;
  const own = level(sigmaAt(schedule, i));
  const to = level(sigmaAt(schedule, i + 1));
  const { x, denoised } = firstOrder(own, to);
  if (order === 1) return { x, denoised };
  const h = -Math.log(noiseRatio(own, to));
  const before = Math.log(noiseRatio(level(sigmaAt(schedule, i - 1)), own)) / h;
  const weight = (-to.clean * Math.expm1(-h) * 0.5) / before;
  return { x, denoised: [(denoised[0] ?? 0) - weight, weight] };
}

/** The step from i - 1 to i again, now that denoised is known at its end. x and denoised: of this call, the last, the one before. */
function correct(schedule: Schedule, i: number, order: 1 | 2): Combination {
  const { level } = schedule.process;
  const from = level(sigmaAt(schedule, i - 1));
  const own = level(sigmaAt(schedule, i));
  const base = firstOrder(from, own);
  const h = -Math.log(noiseRatio(from, own));
  const phi1 = Math.expm1(-h);
  const weight = -own.clean * phi1;
  const x = [0, base.x[0] ?? 0];
  const denoised = base.denoised[0] ?? 0;
  if (order === 1) return { x, denoised: [0.5 * weight, denoised - 0.5 * weight] };
  const before = Math.log(noiseRatio(level(sigmaAt(schedule, i - 2)), from)) / h;
  // Two conditions for the weights of both differences: they fit a constant and a straight line.
  const phi2 = -phi1 / h - 1;
  const phi3 = -phi2 / h - 0.5;
  const [b1, b2] = [phi2 / phi1, (2 * phi3) / phi1];
  const past = (b1 - b2) / (1 - before);
  const present = b1 - past;
  return {
    x,
    denoised: [weight * present, denoised - weight * (present + past / before), (weight * past) / before],
  };
}
