import type { ModelCard } from '../models/modelCard';
import { toOutpaneError } from '../protocol/errors';
import type { PreviewMode } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import { kernelPreview } from './kernelPreview';
import type { Latents } from './latents';
import type { LoadedModel } from './loadModel';
import { decode } from './steps/decode';

/** A look at clean latents by the card's matrix: one pixel a cell, opaque. Costs less than a millisecond. */
export function matrixPreview(card: ModelCard, { data, width, height, channels }: Latents): RgbaImage {
  const cells = width * height;
  const { matrix, bias } = card.preview;
  const pixels = new Uint8ClampedArray(cells * 4).fill(255);
  for (let i = 0; i < cells; i++) {
    let [red, green, blue] = bias;
    for (let channel = 0; channel < channels; channel++) {
      const value = data[channel * cells + i] ?? 0;
      const [r, g, b] = matrix[channel] ?? [0, 0, 0];
      red += value * r;
      green += value * g;
      blue += value * b;
    }
    pixels[i * 4] = (red + 1) * 127.5;
    pixels[i * 4 + 1] = (green + 1) * 127.5;
    pixels[i * 4 + 2] = (blue + 1) * 127.5;
  }
  return { width, height, data: pixels };
}

/** The card's linear look at clean latents: by its kernel where it has one, else by its matrix. */
function linearPreview(card: ModelCard, latents: Latents): RgbaImage {
  const { kernel } = card.preview;
  return kernel ? kernelPreview(kernel, latents) : matrixPreview(card, latents);
}

/** Most that previews may cost, as a share of the time of the steps. */
const SHARE = 0.05;

/** Makes the previews of one picture within their share of the time. */
export class Previewer {
  /** Seconds spent on previews. */
  seconds = 0;
  private stepSeconds = 0;

  constructor(
    private readonly model: LoadedModel,
    private readonly mode: PreviewMode,
  ) {}

  /**
   * A look after a step that took `stepSeconds`, or null when previews are off or the decoder's numbers are not finite: the
   * latents on the way may be further out than those at its end, and the run goes on. The decoder makes it whenever its known
   * cost fits into the share saved up so far; otherwise, and before the first picture was ever decoded, the card's kernel or matrix does.
   */
  async look(denoised: Latents, stepSeconds: number): Promise<RgbaImage | null> {
    if (this.mode === 'off') return null;
    this.stepSeconds += stepSeconds;
    const began = performance.now();
    try {
      return this.decoderFits() ? await decode(this.model, denoised) : linearPreview(this.model.card, denoised);
    } catch (thrown) {
      if (toOutpaneError(thrown).code === 'not-finite') return null;
      throw thrown;
    } finally {
      this.seconds += (performance.now() - began) / 1000;
    }
  }

  private decoderFits(): boolean {
    const cost = this.model.measured.decodeSeconds;
    return cost !== null && this.seconds + cost <= this.stepSeconds * SHARE;
  }
}
