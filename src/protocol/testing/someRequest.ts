import type { GenerationRequest } from '../generationRequest';

/** A whole request, for tests and benchmarks that care about a part of it. */
export function someRequest(change: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    version: 1,
    mode: 'textToImage',
    model: { id: 'starter', revision: '1' },
    prompt: 'a tree on green grass under a blue sky',
    negativePrompt: '',
    seed: 7,
    steps: 4,
    guidanceScale: 3,
    sampler: 'flow-euler',
    width: 256,
    height: 256,
    pictures: 1,
    ...change,
  };
}
