import type { LoadedModel } from '../loadModel';
import type { ModelPart } from '../modelPart';

/** The same model, its card saying that the network takes x alone: what it then lacks (nothing is kept) is added here. */
export function withoutInputs(model: LoadedModel): LoadedModel {
  const { channels } = model.card.latents;
  const unet: ModelPart = {
    ...model.parts.unet,
    run: (feeds, output) => {
      const { sample } = feeds;
      if (!sample) throw new Error('no sample');
      const [batch = 0, , height = 0, width = 0] = sample.dims;
      const plane = height * width;
      const wide = 2 * channels + 1;
      const data = new Float32Array(batch * wide * plane);
      for (let i = 0; i < batch; i++) {
        data.set(sample.data.subarray(i * channels * plane, (i + 1) * channels * plane), i * wide * plane);
        data.fill(1, (i * wide + channels) * plane, (i * wide + channels + 1) * plane);
      }
      return model.parts.unet.run({ ...feeds, sample: { data, dims: [batch, wide, height, width] } }, output);
    },
  };
  return { ...model, card: { ...model.card, concat: 'none' }, parts: { ...model.parts, unet } };
}
