import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from './betaQuantile';
import { makeSchedule, type GridRule } from './makeSchedule';
import {
  createProcess,
  flowShift,
  preconditionAt,
  trainingSigmas,
  type DiffusionConfig,
  type FlowConfig,
} from './process';
import { discreteGrid, kDiffusionGrid } from './samplers/gridRules';
import { readSchedulerConfig } from './schedulerConfig';
import { spacedTimesteps } from './spacing';

const sd1: DiffusionConfig = {
  kind: 'diffusion',
  betas: { schedule: 'scaled_linear', start: 0.00085, end: 0.012, steps: 1000 },
  prediction: 'epsilon',
  stepsOffset: 1,
};
const flow: FlowConfig = { kind: 'flow', trainTimesteps: 1000, shift: 1 };
const grid = (steps: number, rule: GridRule, config: DiffusionConfig = sd1) =>
  makeSchedule(createProcess(config), rule, steps);

describe('a process', () => {
  it('finds the clean latents, whatever the network says them by', () => {
    const level = fc.record({
      clean: fc.double({ min: 0.01, max: 1, noNaN: true }),
      noise: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        level,
        fc.double({ min: -4, max: 4, noNaN: true }),
        fc.double({ min: -4, max: 4, noNaN: true }),
        (share, clean, noise) => {
          const x = share.clean * clean + share.noise * noise;
          const says = {
            epsilon: noise,
            v: share.clean * noise - share.noise * clean,
            sample: clean,
            flow: noise - clean,
          };
          for (const kind of ['epsilon', 'v', 'sample', 'flow'] as const) {
            const { sample, output } = preconditionAt(kind, share);
            expect(sample * x + output * says[kind]).toBeCloseTo(clean, 8);
          }
        },
      ),
    );
  });

  it('mixes clean and noise at a level', () => {
    const [clean, noise] = [new Float32Array([2]), new Float32Array([-2])];
    expect(createProcess(flow).noised(clean, noise, 0.25)[0]).toBe(1);
    expect(createProcess(sd1).noised(clean, noise, 1)[0]).toBeCloseTo(0, 6);
    expect(createProcess(sd1).noised(clean, noise, Infinity)[0]).toBe(-2);
    expect(createProcess(sd1).noised(clean, noise, 0)[0]).toBe(2);
  });
});

describe('levels', () => {
  it('are those that everybody knows of Stable Diffusion', () => {
    const { sigmas } = trainingSigmas(sd1, 'infinite');
    expect(sigmas[0]).toBeCloseTo(0.0292, 4);
    expect(sigmas[999]).toBeCloseTo(14.6146, 4);
  });

  it('end in pure noise with a terminal signal of zero, as a sampler takes it', () => {
    const config = { ...sd1, zeroTerminalSnr: true };
    const last = (['infinite', 'clamped', 'ignored'] as const).map((kind) => trainingSigmas(config, kind).sigmas[999]);
    expect(last[0]).toBe(Infinity);
    expect(last[1]).toBeCloseTo(4096, 3);
    expect(last[2]).toBeCloseTo(14.6146, 4);
  });

  it('are found from timesteps and back', () => {
    const table = trainingSigmas(sd1, 'ignored');
    for (const t of [0, 0.5, 17, 499.25, 998.9, 999]) {
      const sigma = table.at(t);
      expect(table.timestep(sigma)).toBeCloseTo(t, 1);
    }
    expect(table.timestep(1000)).toBe(999);
    expect(table.timestep(0)).toBe(0);
  });
});

describe('schedules', () => {
  it('follow the rules of a model that names no spacing', () => {
    // Leading for the first papers' samplers, linspace for k-diffusion's.
    expect(grid(7, discreteGrid).timesteps).toEqual([853, 711, 569, 427, 285, 143, 1]);
    expect(grid(7, kDiffusionGrid).timesteps[1]).toBe(832.5);
    expect(grid(1, kDiffusionGrid).timesteps).toEqual([0]);
    expect(grid(1, kDiffusionGrid, { ...sd1, spacing: 'trailing' }).timesteps).toEqual([999]);
  });

  it('start with noise scaled as diffusers scales it', () => {
    const sigma = grid(5, kDiffusionGrid).sigmas[0] ?? NaN;
    expect(grid(5, kDiffusionGrid).startScale).toBeCloseTo(sigma / Math.hypot(1, sigma), 12);
    expect(grid(5, kDiffusionGrid, { ...sd1, spacing: 'leading' }).startScale).toBe(1);
    expect(grid(5, discreteGrid).startScale).toBe(1);
  });

  it('have as many steps as asked for, at any count and spacing', () => {
    for (const spacing of ['leading', 'linspace', 'trailing'] as const) {
      for (let count = 1; count <= 500; count++) {
        const timesteps = spacedTimesteps(spacing, count, { steps: 'whole', offset: 0, train: 1000 });
        expect(timesteps).toHaveLength(count);
        expect(Math.min(...timesteps)).toBeGreaterThanOrEqual(0);
        expect(new Set(timesteps).size).toBe(count);
      }
    }
  });

  it('shift a flow by the size of the picture', () => {
    const dynamic = { baseShift: 0.5, maxShift: 1.15, baseTokens: 256, maxTokens: 4096, kind: 'exponential' as const };
    expect(flowShift({ ...flow, shift: dynamic }, 4096)).toBeCloseTo(Math.exp(1.15), 9);
    expect(flowShift({ ...flow, shift: dynamic }, 256)).toBeCloseTo(Math.exp(0.5), 9);
    expect(flowShift({ ...flow, shift: { ...dynamic, kind: 'linear' } }, 4096)).toBeCloseTo(1.15, 9);
    const shifted = makeSchedule(createProcess({ ...flow, shift: dynamic }), kDiffusionGrid, 4, { tokens: 4096 });
    const e = Math.exp(1.15);
    // diffusers: e^mu / (e^mu + 1 / sigma - 1)
    [1, 0.75, 0.5, 0.25].forEach((t, i) => expect(shifted.sigmas[i]).toBeCloseTo(e / (e + 1 / t - 1), 6));
  });

  it('stretch a flow to its lowest level', () => {
    const { sigmas } = makeSchedule(createProcess({ ...flow, terminal: 0.1 }), kDiffusionGrid, 5);
    expect(sigmas[0]).toBe(1);
    expect(sigmas[4]).toBeCloseTo(0.1, 6);
    expect(sigmas[5]).toBe(0);
  });

  it('are the model’s own where its config asks for Karras', () => {
    const own = grid(8, kDiffusionGrid, { ...sd1, sigmas: 'karras' });
    const asked = makeSchedule(createProcess(sd1), kDiffusionGrid, 8, { name: 'karras' });
    expect(own.sigmas).toEqual(asked.sigmas);
    // DDIM's class knows no Karras, so it goes on as ever.
    expect(grid(8, discreteGrid, { ...sd1, sigmas: 'karras' }).sigmas).toEqual(grid(8, discreteGrid).sigmas);
    const process = createProcess({ ...flow, sigmas: 'exponential' });
    expect(makeSchedule(process, kDiffusionGrid, 4).sigmas[1]).toBeCloseTo(0.25 ** (1 / 3), 6);
  });

  it('lay any number of steps by Align Your Steps between the published ones', () => {
    for (const steps of [1, 4, 10, 11, 20, 40]) {
      const { sigmas } = makeSchedule(createProcess({ ...sd1, aligned: 'sdxl' }), kDiffusionGrid, steps, {
        name: 'ays',
      });
      expect(sigmas).toHaveLength(steps + 1);
      expect(sigmas[0]).toBeCloseTo(14.615, 2);
      sigmas.slice(1).forEach((sigma, i) => expect(sigma).toBeLessThan(sigmas[i] ?? 0));
    }
  });
});

describe('betaQuantile', () => {
  // scipy.stats.beta.ppf(p, 0.6, 0.6)
  it.each([
    [0, 0],
    [0.001, 1.855873851745199e-5],
    [0.1, 0.03958440558878085],
    [0.25, 0.17568037865269498],
    [0.5, 0.5],
    [0.75, 0.824319621347305],
    [0.999, 0.9999814412614826],
    [1, 1],
  ])('of %d is %d', (probability, value) => {
    expect(Math.abs(betaQuantile(probability) - value)).toBeLessThan(1e-12);
  });
});

describe('readSchedulerConfig', () => {
  it('reads Stable Diffusion 1.5’s', () => {
    expect(
      readSchedulerConfig({
        _class_name: 'PNDMScheduler',
        beta_end: 0.012,
        beta_schedule: 'scaled_linear',
        beta_start: 0.00085,
        clip_sample: false,
        num_train_timesteps: 1000,
        set_alpha_to_one: false,
        skip_prk_steps: true,
        steps_offset: 1,
        trained_betas: null,
      }),
    ).toEqual({
      ...sd1,
      setAlphaToOne: false,
      zeroTerminalSnr: false,
      spacing: undefined,
      finalSigma: 'zero',
      originalSteps: undefined,
    });
  });

  it('reads a flow whose shift depends on the picture', () => {
    expect(
      readSchedulerConfig({ _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 3, use_dynamic_shifting: true }),
    ).toEqual({
      ...flow,
      shift: { baseShift: 0.5, maxShift: 1.15, baseTokens: 256, maxTokens: 4096, kind: 'exponential' },
    });
  });

  it.each([
    null,
    'text',
    { beta_schedule: 'sigmoid' },
    { prediction_type: 'flow_prediction' },
    { timestep_spacing: 'odd' },
    { interpolation_type: 'log_linear' },
    { _class_name: 'EDMEulerScheduler', sigma_max: 80 },
  ])('knows nothing of %j', (json) => {
    expect(readSchedulerConfig(json)).toBeNull();
  });
});
