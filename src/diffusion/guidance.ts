import { linearCombination } from './linearCombination';

/** What a pass of the network is told: the prompt, the negative prompt, or nothing. */
export type Conditioned = 'prompt' | 'negative' | 'empty';

export interface GuidanceSettings {
  /** How far beyond the negative (Ho and Salimans, 2022). 1: no guidance. */
  scale: number;
  /** 0..1: how much of the prompt's own contrast is given back (Lin et al., 2023, section 3.4). */
  rescale?: number;
  /** The share of the steps that is guided, from `start` to `end`, both 0..1 (Kynkaanniemi et al., 2024). */
  interval?: { start: number; end: number };
  /**
   * Only what the negative says beside the prompt is turned away from, with this weight (Armandpour et al., 2023). Needs a pass with
   * neither.
   */
  perpendicular?: number;
}

/** One summand of a guided output: its weight, and where there are regions the weight of each cell (0..1). */
export interface GuidanceTerm {
  weight: number;
  output: Float32Array;
  cells?: Float32Array;
}

/**
 * Weights of the two passes of classifier-free guidance: guided = unconditional + scale * (conditional - unconditional). At scale 1 the
 * unconditional pass has no weight and need not be made.
 */
export function guidanceWeights(scale: number): { conditional: number; unconditional: number } {
  return { conditional: scale, unconditional: 1 - scale };
}

/** Whether the second pass is needed. */
export function isGuided(scale: number): boolean {
  return scale !== 1;
}

/** The passes that step `step` (0 the first) of `steps` needs; the prompt's is the first. */
export function neededPasses(
  { scale, interval, perpendicular }: GuidanceSettings,
  step: number,
  steps: number,
): Conditioned[] {
  const inside = !interval || (step >= Math.floor(interval.start * steps) && step < Math.floor(interval.end * steps));
  if (!isGuided(scale) || !inside) return ['prompt'];
  return perpendicular === undefined ? ['prompt', 'negative'] : ['prompt', 'negative', 'empty'];
}

/** The guided output of the passes made; absent ones were not needed. All of the same length. */
export function guide(
  settings: GuidanceSettings,
  outputs: { prompt: Float32Array } & Partial<Record<Conditioned, Float32Array>>,
): Float32Array {
  const { prompt, negative, empty } = outputs;
  if (!negative) return prompt;
  const guided = sumTerms(guidanceTerms(settings, prompt, negative, empty));
  return settings.rescale ? rescaled(guided, prompt, settings.rescale) : guided;
}

/** The sum that guidance is. */
function guidanceTerms(
  { scale, perpendicular }: GuidanceSettings,
  prompt: Float32Array,
  negative: Float32Array,
  empty: Float32Array | undefined,
): GuidanceTerm[] {
  if (perpendicular === undefined || !empty) {
    const { conditional, unconditional } = guidanceWeights(scale);
    return [
      { weight: conditional, output: prompt },
      { weight: unconditional, output: negative },
    ];
  }
  // empty + scale * (p - perpendicular * (n - (n along p))), with p and n as differences to empty.
  const along = shareAlong(prompt, negative, empty);
  const ofPrompt = scale * (1 + perpendicular * along);
  const ofNegative = -scale * perpendicular;
  return [
    { weight: ofPrompt, output: prompt },
    { weight: ofNegative, output: negative },
    { weight: 1 - ofPrompt - ofNegative, output: empty },
  ];
}

/** How much of (negative - empty) lies along (prompt - empty), in its lengths; 0 where the prompt says nothing. */
function shareAlong(prompt: Float32Array, negative: Float32Array, empty: Float32Array): number {
  let dot = 0;
  let square = 0;
  for (let i = 0; i < prompt.length; i++) {
    const base = empty[i] ?? 0;
    const p = (prompt[i] ?? 0) - base;
    dot += p * ((negative[i] ?? 0) - base);
    square += p * p;
  }
  return square === 0 ? 0 : dot / square;
}

/** Sum of weight * cells * output over all terms, in double precision, rounded once. */
export function sumTerms(terms: readonly GuidanceTerm[]): Float32Array<ArrayBuffer> {
  if (terms.every(({ cells }) => !cells)) return linearCombination(terms.map(({ weight, output }) => [weight, output]));
  const sums = new Float64Array(terms[0]?.output.length ?? 0);
  for (const { weight, output, cells } of terms) {
    if (weight === 0) continue;
    const period = cells?.length || sums.length;
    for (let start = 0; start < sums.length; start += period) {
      for (let i = 0; i < period; i++) {
        sums[start + i] = (sums[start + i] ?? 0) + weight * (cells ? (cells[i] ?? 0) : 1) * (output[start + i] ?? 0);
      }
    }
  }
  return Float32Array.from(sums);
}

/** A guided output with the standard deviation of the prompt's own, by `share` (0..1); the rest stays as it is. */
export function rescaled(guided: Float32Array, prompt: Float32Array, share: number): Float32Array<ArrayBuffer> {
  const deviation = standardDeviation(guided);
  const factor = deviation === 0 ? 1 : share * (standardDeviation(prompt) / deviation) + 1 - share;
  return linearCombination([[factor, guided]]);
}

function standardDeviation(values: Float32Array): number {
  let mean = 0;
  for (const value of values) mean += value;
  mean /= values.length;
  let square = 0;
  for (const value of values) square += (value - mean) * (value - mean);
  return Math.sqrt(square / (values.length - 1));
}

/**
 * Denoised kept within what `ratio` (0..1) of its values are within, but at least within 1 and at most `max`, and scaled to 1 (Saharia et
 * al., 2022, section 2.3; as diffusers' schedulers do it). For models whose clean values are from -1 to 1.
 */
export function dynamicThreshold(denoised: Float32Array, ratio: number, max = 1): Float32Array<ArrayBuffer> {
  const limit = Math.min(max, Math.max(1, quantile(denoised.map(Math.abs).sort(), ratio)));
  const result = new Float32Array(denoised.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = Math.min(limit, Math.max(-limit, denoised[i] ?? 0)) / limit;
  }
  return result;
}

/** Straight between the neighbours, as `torch.quantile`. */
function quantile(sorted: Float32Array, ratio: number): number {
  const place = ratio * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
