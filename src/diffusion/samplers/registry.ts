import { makeSchedule, type Schedule } from '../makeSchedule';
import { createProcess } from '../process';
import { euler } from './ddim';
import { heun } from './heun';
import type { Method, Step } from './method';
import type { Coefficients, Sampler, SamplerStep, Stage } from './samplerPlan';

// The two samplers of flow models in the form that the pipelines walk until they take `Method`s themselves.

/** Every sampler there is, in the order a person should see them. */
export const samplers: readonly Sampler[] = [onFlow('flow-euler', euler), onFlow('flow-heun', heun)];

/** The sampler of that id, today's or a former one, or undefined. */
export function findSampler(id: string): Sampler | undefined {
  return samplers.find((sampler) => sampler.id === id || sampler.id === `flow-${id}`);
}

function onFlow(id: string, method: Method): Sampler {
  return { id, name: method.name, plan: (sigmas) => method.plan(flowScheduleOf(sigmas)).map(withoutCurrent) };
}

/** Noise levels given from outside as a schedule of a flow. */
function flowScheduleOf(sigmas: readonly number[]): Schedule {
  const process = createProcess({ kind: 'flow', trainTimesteps: 1000, shift: 1 });
  const { timestepOf, sigmaOf } = makeSchedule(process, euler.grid, 1);
  return { process, sigmas, timesteps: sigmas.slice(0, -1).map(timestepOf), startScale: 1, timestepOf, sigmaOf };
}

/** A step told by the x it began with, instead of by the x its second call was shown. */
function withoutCurrent({ from, to, stages }: Step): SamplerStep {
  let shown: Coefficients = { start: 1, denoised: [] };
  return {
    from,
    to,
    stages: stages.map(({ sigma, next }, i): Stage => {
      const [current = 0] = next.x;
      const began = i === 0 ? 0 : (next.x[i] ?? 0);
      const denoised = Array.from(
        { length: Math.max(next.denoised.length, shown.denoised.length + 1) },
        (_, k) => (next.denoised[k] ?? 0) + (k === 0 ? 0 : current * (shown.denoised[k - 1] ?? 0)),
      );
      shown = { start: current * shown.start + began, denoised: denoised.slice(0, i + 1) };
      return { sigma, next: shown };
    }),
  };
}
