import { alignedSigmas, alignedTimesteps } from './alignYourSteps';
import {
  flowShift,
  trainingSigmas,
  type DiffusionConfig,
  type FlowConfig,
  type Process,
  type ProcessConfig,
  type Terminal,
} from './process';
import { spacedSigmas, type SigmaSpacing } from './sigmaSpacing';
import type { SigmaTable } from './sigmaTable';
import { linspace, roundHalfEven, spacedTimesteps, type Spacing, type SpacingRule } from './spacing';

const f = Math.fround;

/** The schedules a person can choose; `default` is the model's and sampler's own. */
export type ScheduleName = 'default' | SigmaSpacing | 'ays';

/** How a sampler's class in diffusers lays its levels: the classes differ in all of these. */
export interface GridRule {
  /** Where the model's config names none. `linspace!`: whatever it names. */
  spacing: Spacing | 'linspace!';
  steps: SpacingRule['steps'];
  /** Whether the model's config may ask for Karras and the like (the class knows `use_karras_sigmas`). */
  configurable: boolean;
  /** Where Karras and the like begin and end: at the spacing's own ends, or at those of the whole training. */
  span: 'own' | 'training';
  /** What becomes of the fractions of timesteps found from Karras's levels; and whether timesteps are whole numbers at all (then cut). */
  karras: 'kept' | 'rounded' | 'roundedUnlessCosine';
  whole: boolean;
  /**
   * The last level: 0; 0 unless the config's `finalSigma` chooses; the first training step's; by `setAlphaToOne`, with either default; the
   * first training step's, and under Karras and the like the last shown level once more.
   */
  final: 'zero' | 'chosen' | 'first' | 'alphaToOne' | 'alphaToFirst' | 'firstOrRepeated';
  terminal: Terminal;
  /** Whether the first x is noise scaled to the first level, or noise as it is. */
  start: 'scaled' | 'unit';
  /** Levels are a part of those a few-step model was distilled on. */
  distilled?: boolean;
  /** A flow's levels: as the flow's own scheduler lays them, or as the multistep solvers or UniPC do, which can't begin at 1. */
  flow: 'own' | 'multistep' | 'unipc';
}

/** Where a sampler's steps are. */
export interface Schedule {
  process: Process;
  /** Descending; one more than steps. */
  sigmas: readonly number[];
  /** What the network is told at each step; fractions are possible. */
  timesteps: readonly number[];
  /** The first x is this times noise. */
  startScale: number;
  /** The timestep to tell for a level between the steps. */
  timestepOf(sigma: number): number;
  /** The noise level of a training step; below 0 the final level. */
  sigmaOf(timestep: number): number;
}

export interface ScheduleOptions {
  name?: ScheduleName;
  /** Latent cells of the picture after packing, for flows whose shift depends on it. */
  tokens?: number;
}

/** The levels and timesteps of `steps` steps. */
export function makeSchedule(process: Process, rule: GridRule, steps: number, options: ScheduleOptions = {}): Schedule {
  const { config } = process;
  return config.kind === 'flow'
    ? flowSchedule(process, config, rule, steps, options)
    : diffusionSchedule(process, config, rule, steps, options.name ?? 'default');
}

function flowSchedule(
  process: Process,
  config: FlowConfig,
  rule: GridRule,
  steps: number,
  { name: asked = 'default', tokens = 0 }: ScheduleOptions,
): Schedule {
  const { trainTimesteps: train } = config;
  const name = chosen(asked, config, rule);
  const shifted = shiftedSigmas(config, rule, steps, flowShift(config, tokens));
  const spaced =
    name === 'default' || name === 'ays'
      ? shifted
      : spacedSigmas(name, shifted[0] ?? 1, shifted.at(-1) ?? 1, shifted.length);
  const sigmas = [...spaced.map(f), 0];
  const timestepOf = (sigma: number): number => f(sigma * train);
  return {
    process,
    sigmas,
    timesteps: spaced.map((sigma) => (rule.flow === 'own' ? timestepOf(f(sigma)) : Math.trunc(sigma * train))),
    startScale: 1,
    timestepOf,
    sigmaOf: (timestep) => Math.max(0, timestep / train),
  };
}

/** What `default` stands for. */
function chosen(asked: ScheduleName, { sigmas }: ProcessConfig, { configurable }: GridRule): ScheduleName {
  return asked === 'default' && configurable ? (sigmas ?? asked) : asked;
}

/** A flow's levels without the final 0. */
function shiftedSigmas(config: FlowConfig, { flow }: GridRule, steps: number, shift: number): number[] {
  const { trainTimesteps: train, terminal } = config;
  const shifted = (sigma: number): number => (shift * sigma) / (1 + (shift - 1) * sigma);
  const sigmas = evenSigmas().map(shifted);
  if (terminal !== undefined) {
    const scale = (1 - (sigmas.at(-1) ?? 0)) / (1 - terminal);
    for (let i = 0; i < sigmas.length; i++) sigmas[i] = 1 - (1 - (sigmas[i] ?? 0)) / scale;
  }
  if (flow === 'unipc' && Math.abs((sigmas[0] ?? 0) - 1) < UNIPC_OFFSET) sigmas[0] = (sigmas[0] ?? 1) - UNIPC_OFFSET;
  return sigmas;

  function evenSigmas(): number[] {
    if (flow === 'unipc') return linspace(1, 1 / train, steps + 1).slice(0, steps);
    if (flow === 'multistep') {
      const upwards = linspace(1, 1 / train, steps + 1).map((clean) => 1 - clean);
      return upwards.reverse().slice(0, steps);
    }
    if (config.levels === 'train') return linspace(1, shifted(1 / train), steps);
    return Array.from({ length: steps }, (_, i) => 1 - i / steps);
  }
}

/** How far below pure noise UniPC begins on a flow: at 1 its logarithms end. */
const UNIPC_OFFSET = 1e-6;

function diffusionSchedule(
  process: Process,
  config: DiffusionConfig,
  rule: GridRule,
  steps: number,
  asked: ScheduleName,
): Schedule {
  const table = trainingSigmas(config, rule.terminal);
  const spacing = rule.spacing === 'linspace!' ? 'linspace' : (config.spacing ?? rule.spacing);
  const name = chosen(asked, config, rule);
  const laid = rule.distilled
    ? distilledTimesteps(config, steps)
    : spacedTimesteps(spacing, steps, {
        steps: rule.steps,
        offset: config.stepsOffset ?? 0,
        train: table.sigmas.length,
      });
  const { levels, timesteps } = place(config, rule, table, laid, name);
  const sigmas = levels.map(f);
  const final = finalSigma(config, rule, table, name);
  sigmas.push(final === 'repeated' ? (sigmas.at(-1) ?? 0) : final);
  return {
    process,
    sigmas,
    timesteps,
    startScale: rule.start === 'unit' || spacing === 'leading' ? 1 : process.level(sigmas[0] ?? 0).noise,
    timestepOf: table.timestep,
    sigmaOf: (timestep) => (timestep < 0 ? (final === 'repeated' ? 0 : final) : table.at(timestep)),
  };
}

/** Noise levels of the spaced timesteps, or timesteps of the levels that another schedule lays. */
function place(
  config: DiffusionConfig,
  rule: GridRule,
  table: SigmaTable,
  laid: readonly number[],
  name: ScheduleName,
): { levels: number[]; timesteps: number[] } {
  if (name === 'default') return { levels: laid.map(table.at), timesteps: [...laid] };
  if (name === 'ays') {
    const model = config.aligned ?? 'sd1';
    const known = alignedTimesteps(model);
    if (laid.length === known.length) return { levels: known.map(table.at), timesteps: [...known] };
  }
  const levels = name === 'ays' ? alignedSigmas(config.aligned ?? 'sd1', laid.length) : spaced(name);
  return { levels, timesteps: levels.map((sigma) => told(config, rule, name, table.timestep(sigma))) };

  function spaced(by: SigmaSpacing): number[] {
    const own = rule.span === 'own';
    const max = table.at(own ? (laid[0] ?? 0) : table.sigmas.length - 1);
    const min = table.at(own ? (laid.at(-1) ?? 0) : 0);
    return spacedSigmas(by, max, min, laid.length);
  }
}

/** What is told of a timestep that was found from a level. */
function told({ betas }: DiffusionConfig, rule: GridRule, name: ScheduleName, timestep: number): number {
  const karras =
    rule.karras === 'rounded' || (rule.karras === 'roundedUnlessCosine' && betas.schedule !== 'squaredcos_cap_v2');
  const rounds = name === 'karras' ? karras : name === 'ays' && rule.whole;
  const rounded = rounds ? roundHalfEven(timestep) : timestep;
  return rule.whole ? Math.trunc(rounded) : f(rounded);
}

function finalSigma(
  config: DiffusionConfig,
  rule: GridRule,
  table: SigmaTable,
  name: ScheduleName,
): number | 'repeated' {
  switch (rule.final) {
    case 'zero':
      return 0;
    case 'chosen':
      return config.finalSigma === 'min' ? table.at(0) : 0;
    case 'first':
      return table.at(0);
    case 'alphaToOne':
    case 'alphaToFirst':
      return (config.setAlphaToOne ?? rule.final === 'alphaToOne') ? 0 : table.at(0);
    case 'firstOrRepeated':
      return name === 'default' ? table.at(0) : 'repeated';
  }
}

/** Evenly among the steps of distillation, the last of each share (diffusers' LCM and TCD). */
function distilledTimesteps({ betas, originalSteps = 50 }: DiffusionConfig, steps: number): number[] {
  const share = Math.floor(betas.steps / originalSteps);
  return Array.from({ length: steps }, (_, i) => {
    const index = Math.floor((originalSteps / steps) * i);
    return (originalSteps - index) * share - 1;
  });
}
