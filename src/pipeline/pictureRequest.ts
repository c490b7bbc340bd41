import type { GenerationRequest } from '../protocol/generationRequest';

/**
 * The complete request of one picture of several. Seeds count up; in a variation the seed stays, so that all pictures are near the same one,
 * and the variation's seed counts up.
 */
export function pictureRequest(request: GenerationRequest, index: number): GenerationRequest {
  const { seed, variation } = request;
  if (!variation) return { ...request, pictures: 1, seed: seed + index };
  return { ...request, pictures: 1, variation: { ...variation, seed: variation.seed + index } };
}
