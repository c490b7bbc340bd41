import type { GridRule } from '../makeSchedule';

/** Euler, Heun, LMS and DPM2 (k-diffusion's family). */
export const kDiffusionGrid: GridRule = {
  spacing: 'linspace',
  steps: 'float32',
  configurable: true,
  span: 'own',
  karras: 'kept',
  whole: false,
  final: 'zero',
  terminal: 'ignored',
  start: 'scaled',
  flow: 'own',
};

/** DDIM, DDPM and PLMS (the samplers of the first papers). */
export const discreteGrid: GridRule = {
  spacing: 'leading',
  steps: 'whole',
  configurable: false,
  span: 'own',
  karras: 'rounded',
  whole: true,
  final: 'alphaToOne',
  terminal: 'infinite',
  start: 'unit',
  flow: 'own',
};

/** DPM-Solver++, UniPC and DEIS. */
export const multistepGrid: GridRule = {
  spacing: 'linspace',
  steps: 'oneMore',
  configurable: true,
  span: 'training',
  karras: 'rounded',
  whole: true,
  final: 'chosen',
  terminal: 'ignored',
  start: 'unit',
  flow: 'multistep',
};
