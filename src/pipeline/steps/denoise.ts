import { linearCombination } from '../../diffusion/linearCombination';
import { blendByMask, differentialMask, projectKept } from '../../diffusion/masks';
import type { Coefficients, SamplerStep } from '../../diffusion/samplers/samplerPlan';
import type { ModelCard } from '../../models/modelCard';
import { letMessagesIn, throwIfCancelled } from '../cancellation';
import type { Latents } from '../latents';
import type { LoadedModel } from '../loadModel';
import { checkFinite } from '../notFinite';
import { predictDenoised, type Guide } from './predict';

/** What an edit keeps. */
export interface Conditioning {
  /** [height * width] of the latents: 1 repaints the cell, 0 keeps it, between is a soft edge. */
  repaint: Float32Array;
  /** [channels * height * width]: the clean latents of the picture, in repainted cells too (they are masked here). */
  kept: Float32Array;
}

export interface DenoiseInput {
  model: LoadedModel;
  /** x at the plan's first noise level. */
  start: Latents;
  /** The noise in x, for projection. */
  noise: Latents;
  plan: readonly SamplerStep[];
  guide: Guide;
  conditioning?: Conditioning;
  signal?: AbortSignal;
}

export interface DenoiseStep {
  /** From 1 to `steps`. */
  step: number;
  steps: number;
  /** x after the step. */
  latents: Latents;
  /** The clean latents as the step's first look expected them. */
  denoised: Latents;
  seconds: number;
}

/**
 * From noise to clean latents by the sampler's plan; yields after each step and returns the last x. Messages get in between steps, and
 * the signal is looked at then. Throws `cancelled` and `not-finite`.
 */
export async function* denoise(input: DenoiseInput): AsyncGenerator<DenoiseStep, Latents> {
  const { model, plan, conditioning, signal } = input;
  const extra = concatChannels(model.card, input.start, conditioning);
  // Models that take mask and kept latents as inputs hold the kept cells by themselves; for the others they are projected before and
  // after each look.
  const projected = model.card.concat === 'none' ? conditioning : undefined;
  let x = input.start;
  let history: Float32Array[] = [];

  for (const [index, { stages }] of plan.entries()) {
    await letMessagesIn();
    throwIfCancelled(signal);
    const began = performance.now();
    const mask = projected && differentialMask(projected.repaint, index / plan.length);
    let first: Float32Array<ArrayBuffer> | undefined;
    let stepStart = x.data;

    for (const { sigma, next } of stages) {
      if (mask) x = { ...x, data: projectKept(x.data, mask, projected.kept, input.noise.data, sigma) };
      let denoised = await predictDenoised(model, x, sigma, input.guide, extra);
      if (mask) denoised = blendByMask(mask, denoised, projected.kept);
      if (!first) {
        first = denoised;
        stepStart = x.data;
      }
      history = [denoised, ...history].slice(0, HISTORY);
      x = { ...x, data: combine(next, stepStart, history) };
    }

    checkFinite(x.data, `the latents after step ${index + 1}`);
    yield {
      step: index + 1,
      steps: plan.length,
      latents: x,
      denoised: { ...x, data: first ?? x.data },
      seconds: (performance.now() - began) / 1000,
    };
  }
  return x;
}

/** How many denoised are remembered; no sampler looks further back. */
const HISTORY = 4;

function combine(next: Coefficients, start: Float32Array, history: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  return linearCombination([
    [next.start, start],
    ...next.denoised.map((weight, i) => [weight, history[i] ?? new Float32Array(start.length)] as const),
  ]);
}

/** The channels a `mask+kept` model takes after x: the mask, and the kept latents where they are kept. Nothing kept: ones, zeros. */
function concatChannels(card: ModelCard, x: Latents, conditioning: Conditioning | undefined): Float32Array {
  if (card.concat === 'none') return new Float32Array(0);
  const cells = x.width * x.height;
  const channels = new Float32Array(cells + x.data.length);
  if (!conditioning) return channels.fill(1, 0, cells);
  const { repaint, kept } = conditioning;
  channels.set(repaint);
  for (let i = 0; i < kept.length; i++) channels[cells + i] = (kept[i] ?? 0) * (1 - (repaint[i % cells] ?? 1));
  return channels;
}
