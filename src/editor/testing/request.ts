import type { GenerationRequest } from '../../protocol/generationRequest';

export function someRequest(change: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    version: 1,
    mode: 'outpaint',
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
