import type { AlignedModel } from './alignYourSteps';
import { alphaBars, type Betas } from './betas';
import { linearCombination } from './linearCombination';
import { sigmaTable, type SigmaTable } from './sigmaTable';
import type { SigmaSpacing } from './sigmaSpacing';
import type { Spacing } from './spacing';

/** What a network's output means: the noise, the velocity of Salimans and Ho (2022), the clean latents, or noise - clean. */
export type Prediction = 'epsilon' | 'v' | 'sample' | 'flow';

/** x = clean * (clean latents) + noise * (noise of variance one). */
export interface Level {
  clean: number;
  noise: number;
}

/** denoised = sample * x + output * (what the network says). */
export interface Preconditioning {
  sample: number;
  output: number;
}

/** What a rectified flow was trained on (Liu et al., 2022): x = (1 - sigma) clean + sigma noise, sigma from 0 to 1. */
export interface FlowConfig {
  kind: 'flow';
  trainTimesteps: number;
  /** More than 1 spends more steps at high noise (Esser et al., 2024, eq. 23); or by the number of tokens the picture has. */
  shift: number | DynamicShift;
  /** The lowest level shown, where the whole schedule is stretched to end at it (diffusers' `shift_terminal`). */
  terminal?: number;
  /** `even`: 1, 1 - 1/n, ..., 1/n (default); `train`: evenly from 1 to the lowest level of the training. */
  levels?: 'even' | 'train';
  /** The model's own way of laying noise levels, where its config asks for one. */
  sigmas?: SigmaSpacing;
}

/** mu goes straight from `baseShift` at `baseTokens` to `maxShift` at `maxTokens`. */
export interface DynamicShift {
  baseShift: number;
  maxShift: number;
  baseTokens: number;
  maxTokens: number;
  /** `exponential`: the shift is e^mu; `linear`: mu. */
  kind: 'exponential' | 'linear';
}

/** What a discrete diffusion was trained on, with the fields of diffusers' scheduler_config.json that bear on sampling. */
export interface DiffusionConfig {
  kind: 'diffusion';
  betas: Betas;
  prediction: Exclude<Prediction, 'flow'>;
  zeroTerminalSnr?: boolean;
  /** Absent: each sampler's own. */
  spacing?: Spacing;
  /** Counts under `leading` only. */
  stepsOffset?: number;
  /** Whether DDIM and PLMS end at no noise or at the first training step's level; absent: each sampler's own. */
  setAlphaToOne?: boolean;
  /** `min`: the last level is the first training step's instead of 0, where a sampler lets it be chosen. */
  finalSigma?: 'zero' | 'min';
  /** The model's own way of laying noise levels, where its config asks for one. */
  sigmas?: SigmaSpacing;
  /** Steps of the schedule that LCM and TCD models were distilled on. */
  originalSteps?: number;
  aligned?: AlignedModel;
}

export type ProcessConfig = FlowConfig | DiffusionConfig;

/**
 * How a training step without any signal is read: as it is (`infinite`), as 2^-24 of signal (`clamped`), or with the betas taken as they
 * were before they were made so (`ignored`). diffusers' schedulers differ.
 */
export type Terminal = 'infinite' | 'clamped' | 'ignored';

/**
 * How clean latents and noise mix, and what the network says about it. x has variance one at every level (as the network is shown it),
 * so a level of pure noise is a level like any other. `sigma`: for a flow the share of noise, 0..1; for a diffusion noise / clean,
 * 0..Infinity.
 */
export interface Process {
  readonly kind: ProcessConfig['kind'];
  readonly config: ProcessConfig;
  readonly prediction: Prediction;
  level(sigma: number): Level;
  /**
   * The factor between x and the space where its way is straight for a fixed denoised, d(x / factor) / d sigma = (x / factor - denoised)
   * / sigma: Heun, LMS and DPM2 work there. 1 for a flow; a diffusion's is the share of clean.
   */
  straight(sigma: number): number;
  precondition(sigma: number): Preconditioning;
  /** Clean latents and noise at a level; values of the same length. */
  noised(clean: Float32Array, noise: Float32Array, sigma: number): Float32Array<ArrayBuffer>;
}

/** Flow and diffusion behind one interface. */
export function createProcess(config: ProcessConfig): Process {
  const prediction = config.kind === 'flow' ? 'flow' : config.prediction;
  const level = config.kind === 'flow' ? flowLevel : diffusionLevel;
  return {
    kind: config.kind,
    config,
    prediction,
    level,
    straight: config.kind === 'flow' ? () => 1 : (sigma) => level(sigma).clean,
    precondition: (sigma) => preconditionAt(prediction, level(sigma)),
    noised: (clean, noise, sigma) => {
      const share = level(sigma);
      return linearCombination([
        [share.clean, clean],
        [share.noise, noise],
      ]);
    },
  };
}

function flowLevel(sigma: number): Level {
  return { clean: 1 - sigma, noise: sigma };
}

function diffusionLevel(sigma: number): Level {
  return { clean: 1 / Math.hypot(1, sigma), noise: 1 / Math.hypot(1, 1 / sigma) };
}

/** How denoised is found from x at a level and the network's output. `epsilon` can't be read at pure noise. */
export function preconditionAt(prediction: Prediction, { clean, noise }: Level): Preconditioning {
  switch (prediction) {
    case 'epsilon':
      return { sample: 1 / clean, output: -noise / clean };
    case 'v': {
      const variance = clean * clean + noise * noise;
      return { sample: clean / variance, output: -noise / variance };
    }
    case 'sample':
      return { sample: 0, output: 1 };
    case 'flow':
      return { sample: 1 / (clean + noise), output: -noise / (clean + noise) };
  }
}

/** The share of signal that `clamped` leaves at the last training step. */
const CLAMPED_BAR = 2 ** -24;
const tables = new WeakMap<DiffusionConfig, Map<Terminal, SigmaTable>>();

/** The noise levels of a diffusion's training steps, made once a config. */
export function trainingSigmas(config: DiffusionConfig, terminal: Terminal): SigmaTable {
  const known = tables.get(config) ?? new Map<Terminal, SigmaTable>();
  tables.set(config, known);
  const table = known.get(terminal) ?? makeTable(config, terminal);
  known.set(terminal, table);
  return table;
}

function makeTable({ betas, zeroTerminalSnr = false }: DiffusionConfig, terminal: Terminal): SigmaTable {
  const zero = zeroTerminalSnr && terminal !== 'ignored';
  const bars = alphaBars(betas, zero);
  if (zero && terminal === 'clamped') bars[bars.length - 1] = CLAMPED_BAR;
  return sigmaTable(bars);
}

/** The factor by which a flow's levels are shifted for a picture of `tokens` (latent cells after packing). */
export function flowShift({ shift }: FlowConfig, tokens: number): number {
  if (typeof shift === 'number') return shift;
  const { baseShift, maxShift, baseTokens, maxTokens, kind } = shift;
  const slope = (maxShift - baseShift) / (maxTokens - baseTokens);
  const mu = tokens * slope + baseShift - slope * baseTokens;
  return kind === 'exponential' ? Math.exp(mu) : mu;
}
