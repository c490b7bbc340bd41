import { guidanceWeights } from '../../diffusion/guidance';
import { linearCombination } from '../../diffusion/linearCombination';
import { precondition } from '../../diffusion/parameterization';
import { flowTimestep } from '../../diffusion/schedule';
import type { FloatTensor } from '../../runtime/runtime';
import type { Latents } from '../latents';
import type { LoadedModel, PromptEmbedding } from '../loadModel';
import { runComponent } from '../runComponent';

/** What the picture is painted towards. */
export interface Guide {
  prompt: PromptEmbedding;
  /** Null: no guidance, one pass. */
  negative: PromptEmbedding | null;
  scale: number;
}

/**
 * One guided look of the model at x (noise level sigma): the clean latents it expects. `extra` are the channels concatenated after x
 * (`extraChannels` of them), empty for models that take none.
 *
 * The two passes of guidance are two runs: measured on WebAssembly, a batch of two is no faster than two runs one after the other, and it
 * needs twice the memory.
 */
export async function predictDenoised(
  model: LoadedModel,
  x: Latents,
  sigma: number,
  guide: Guide,
  extra: Float32Array,
): Promise<Float32Array<ArrayBuffer>> {
  const { card } = model;
  const scaling = precondition(card.parameterization, sigma);
  const sample = unetSample(x, scaling.input, extra);
  const run = (embedding: PromptEmbedding): Promise<FloatTensor> =>
    runComponent(
      model.unet,
      card.components.unet,
      {
        sample,
        timestep: timestepTensor(model, flowTimestep(sigma, card.schedule)),
        encoderHiddenStates: embedding.hiddenStates,
        encoderAttentionMask: embedding.mask,
      },
      'sample',
    );

  const conditional = await run(guide.prompt);
  if (!guide.negative) {
    return linearCombination([
      [scaling.sample, x.data],
      [scaling.output, conditional.data],
    ]);
  }
  const unconditional = await run(guide.negative);
  const weights = guidanceWeights(guide.scale);
  return linearCombination([
    [scaling.sample, x.data],
    [scaling.output * weights.conditional, conditional.data],
    [scaling.output * weights.unconditional, unconditional.data],
  ]);
}

function unetSample(x: Latents, scale: number, extra: Float32Array): FloatTensor {
  const data = new Float32Array(x.data.length + extra.length);
  for (let i = 0; i < x.data.length; i++) data[i] = (x.data[i] ?? 0) * scale;
  data.set(extra, x.data.length);
  const channels = data.length / (x.width * x.height);
  return { data, dims: [1, channels, x.height, x.width] };
}

/** Some exports take the timestep as a scalar, others one a picture. */
function timestepTensor({ unet, card }: LoadedModel, timestep: number): FloatTensor {
  const rank = unet.inputs[card.components.unet.inputs.timestep ?? '']?.shape.length ?? 1;
  return { data: new Float32Array([timestep]), dims: rank === 0 ? [] : [1] };
}
