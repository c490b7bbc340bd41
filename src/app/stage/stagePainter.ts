import type { RgbaImage } from '../../protocol/rgbaImage';
import { smoothUpscale } from './smoothUpscale';

/** How long one look at the picture takes to become the next, in ms. */
const FADE = 120;

/** Previews are enlarged by our own hand until about this size; the canvas does the rest. */
const SMOOTH_UNTIL = 192;

export type PictureImage = RgbaImage | ImageBitmap;

/** Draws the picture on the stage's canvas, each look fading into the next. */
export class StagePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  /** What was on the canvas when the fade began. */
  #before: OffscreenCanvas | null = null;
  #now: CanvasImageSource | null = null;
  #began = 0;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('No 2D canvas.');
    this.#canvas = canvas;
    this.#context = context;
  }

  /** Shows another look (null: bare paper). Without `fade` it is there at once. */
  show(image: PictureImage | null, fade: boolean): void {
    if (fade && this.#canvas.width > 0 && this.#canvas.height > 0) {
      const copy = new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
      copy.getContext('2d')?.drawImage(this.#canvas, 0, 0);
      this.#before = copy;
      this.#began = performance.now();
    } else this.#before = null;
    this.#now = image && toSource(image);
    this.#draw();
  }

  /** Sets the canvas' size in device pixels; what is shown stays. */
  resize(width: number, height: number): void {
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#before = null;
    this.#draw();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  readonly #draw = () => {
    cancelAnimationFrame(this.#frame);
    const { width, height } = this.#canvas;
    const context = this.#context;
    const done = this.#before ? Math.min(1, (performance.now() - this.#began) / FADE) : 1;
    context.globalAlpha = 1;
    context.clearRect(0, 0, width, height);
    if (this.#before && done < 1) {
      // To bare paper the old look goes away; to another look it stays below, so that nothing shines through.
      context.globalAlpha = this.#now ? 1 : 1 - done;
      context.drawImage(this.#before, 0, 0);
    }
    if (this.#now) {
      context.globalAlpha = done;
      context.imageSmoothingQuality = 'high';
      context.drawImage(this.#now, 0, 0, width, height);
    }
    if (done < 1) this.#frame = requestAnimationFrame(this.#draw);
    else this.#before = null;
  };
}

function toSource(image: PictureImage): CanvasImageSource {
  if (image instanceof ImageBitmap) return image;
  const factor = Math.floor(SMOOTH_UNTIL / Math.max(image.width, image.height));
  const { width, height, data } = factor > 1 ? smoothUpscale(image, factor) : image;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}
