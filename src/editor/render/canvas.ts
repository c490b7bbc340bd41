import { smoothUpscale } from '../../imaging/smoothUpscale';
import type { RgbaImage } from '../../protocol/rgbaImage';

/** A 2D canvas off the page and its context. */
export function makeCanvas(width: number, height: number): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const context = canvas.getContext('2d');
  // Every browser that runs the engine has it.
  if (!context) throw new Error('No 2D canvas.');
  return [canvas, context];
}

export function toCanvas({ width, height, data }: RgbaImage): OffscreenCanvas {
  const [canvas, context] = makeCanvas(width, height);
  context.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}

/** Previews are enlarged by our own hand until about this size; the canvas does the rest. */
const SMOOTH_UNTIL = 192;

/** A small image as a larger canvas, so that it looks the same in every browser when it is seen at many times its size. */
function toSmoothCanvas(image: RgbaImage): OffscreenCanvas {
  const factor = Math.floor(SMOOTH_UNTIL / Math.max(image.width, image.height));
  return toCanvas(factor > 1 ? smoothUpscale(image, factor) : image);
}

/** Canvases of images that are drawn again and again; they go when the image goes. */
export class CanvasCache {
  readonly #made = new WeakMap<RgbaImage, OffscreenCanvas>();

  get(image: RgbaImage): OffscreenCanvas {
    let canvas = this.#made.get(image);
    if (!canvas) {
      canvas = toSmoothCanvas(image);
      this.#made.set(image, canvas);
    }
    return canvas;
  }
}
