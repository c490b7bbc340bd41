import { badRequest } from '../../protocol/errors';
import type { RgbaImage } from '../../protocol/rgbaImage';
import type { Latents } from '../latents';
import type { LoadedModel } from '../loadModel';
import { checkFinite } from '../notFinite';

/**
 * A picture as normalised latents. Alpha is not looked at: fill what is not known first. Its sides must be multiples of the model's grid.
 * Throws `bad-request` for other sizes and for models without an encoder, and `not-finite`.
 */
export async function encodeLatents(model: LoadedModel, image: RgbaImage): Promise<Latents> {
  const { card, parts } = model;
  if (!parts.vaeEncoder) {
    throw badRequest(`${card.name} can’t edit pictures, only make new ones.`, 'Choose another model for edits.');
  }
  if (image.width % card.size.grid !== 0 || image.height % card.size.grid !== 0) {
    throw badRequest(
      `${card.name} can’t read a picture of ${image.width} x ${image.height} px.`,
      `The sides must be multiples of ${card.size.grid} px.`,
    );
  }
  const sample = { data: imageToPlanes(image), dims: [1, 3, image.height, image.width] };
  const { data, dims } = await parts.vaeEncoder.run({ sample }, 'latents');
  checkFinite(data, 'the encoded picture');
  const { scale, shift } = card.latents;
  const [, channels = 0, height = 0, width = 0] = dims;
  return { channels, width, height, data: data.map((value) => (value - shift) * scale) };
}

/** Red, green and blue as three planes of values from -1 to 1. */
function imageToPlanes({ width, height, data }: RgbaImage): Float32Array<ArrayBuffer> {
  const pixels = width * height;
  const planes = new Float32Array(pixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < pixels; i++) planes[channel * pixels + i] = (data[i * 4 + channel] ?? 0) / 127.5 - 1;
  }
  return planes;
}
