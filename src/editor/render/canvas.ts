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

/** Canvases of images that are drawn again and again; they go when the image goes. */
export class CanvasCache {
  readonly #made = new WeakMap<RgbaImage, OffscreenCanvas>();

  get(image: RgbaImage): OffscreenCanvas {
    let canvas = this.#made.get(image);
    if (!canvas) {
      canvas = toCanvas(image);
      this.#made.set(image, canvas);
    }
    return canvas;
  }
}
