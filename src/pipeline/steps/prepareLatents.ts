import { addFlowNoise } from '../../diffusion/masks';
import { randn, slerp } from '../../diffusion/noise';
import type { ModelCard } from '../../models/modelCard';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { Latents } from '../latents';

/** What a window's noise is made from; width and height in pixels. */
export type NoiseRequest = Pick<GenerationRequest, 'seed' | 'variation' | 'width' | 'height'>;

/** The noise of one picture: of its seed, or on the way from there to the variation's seed. */
export function prepareNoise(card: ModelCard, { seed, variation, width, height }: NoiseRequest): Latents {
  const { channels, factor } = card.latents;
  const cells = { channels, width: width / factor, height: height / factor };
  const size = channels * cells.width * cells.height;
  const noise = randn(seed, size);
  const data = variation ? slerp(noise, randn(variation.seed, size), variation.strength) : noise;
  return { ...cells, data };
}

/** Where an edit of known latents starts: the latents with noise of level sigma. */
export function noisyLatents(clean: Latents, noise: Latents, sigma: number): Latents {
  return { ...clean, data: addFlowNoise(clean.data, noise.data, sigma) };
}
