import type { ModelCard } from '../models/modelCard';

/** denoised = sample * x + output * (what the network says); the network is shown input * x. */
export interface Preconditioning {
  sample: number;
  output: number;
  input: number;
}

/**
 * What a network's output means at noise level sigma. `flow`: x = (1 - sigma) clean + sigma noise, the output is the velocity
 * noise - clean. The others live in the space of Karras et al. (2022), x = clean + sigma noise, with a network that was trained on
 * inputs of variance one: `epsilon` the noise, `v` the velocity of Salimans and Ho (2022), `sample` the clean latents.
 */
export function precondition(kind: ModelCard['parameterization'], sigma: number): Preconditioning {
  const variance = sigma * sigma + 1;
  const input = 1 / Math.sqrt(variance);
  switch (kind) {
    case 'flow':
      return { sample: 1, output: -sigma, input: 1 };
    case 'epsilon':
      return { sample: 1, output: -sigma, input };
    case 'v':
      return { sample: 1 / variance, output: -sigma * input, input };
    case 'sample':
      return { sample: 0, output: 1, input };
  }
}
