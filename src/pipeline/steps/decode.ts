import type { RgbaImage } from '../../protocol/rgbaImage';
import type { Latents } from '../latents';
import type { LoadedModel } from '../loadModel';
import { checkFinite } from '../notFinite';

/** Normalised latents to an opaque picture, `factor` pixels a cell. Throws `not-finite`. */
export async function decode(model: LoadedModel, latents: Latents): Promise<RgbaImage> {
  const { scale, shift } = model.card.latents;
  const started = performance.now();
  const data = latents.data.map((value) => value / scale + shift);
  const dims = [1, latents.channels, latents.height, latents.width];
  const sample = await model.parts.vaeDecoder.run({ latents: { data, dims } }, 'sample');
  checkFinite(sample.data, 'the decoded picture');
  model.measured.decodeSeconds = (performance.now() - started) / 1000;
  const [, , height = 0, width = 0] = sample.dims;
  return planesToImage(sample.data, width, height);
}

/** Three planes of values from -1 to 1 as bytes; what lies outside is clamped. */
function planesToImage(planes: Float32Array, width: number, height: number): RgbaImage {
  const pixels = width * height;
  // A clamped array rounds to nearest, ties to even, and clamps.
  const data = new Uint8ClampedArray(pixels * 4).fill(255);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < pixels; i++) data[i * 4 + channel] = ((planes[channel * pixels + i] ?? 0) + 1) * 127.5;
  }
  return { width, height, data };
}
