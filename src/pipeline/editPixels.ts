import type { Size } from '../geometry/rect';
import type { EngineEvent } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';

/** A mask of latent cells as one value a pixel, each given by `value`. `size` in pixels. */
export function cellsToPixels(
  cells: Float32Array,
  size: Size,
  factor: number,
  value: (cell: number) => number,
): Float32Array {
  const columns = Math.ceil(size.width / factor);
  const out = new Float32Array(size.width * size.height);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++)
      out[y * size.width + x] = value(cells[Math.floor(y / factor) * columns + Math.floor(x / factor)] ?? 0);
  return out;
}

/** Passes a painting's events on, its previews transparent where the window's picture is known: they lie over it. */
export async function* hideKept<T>(
  painting: AsyncGenerator<EngineEvent, T>,
  window: RgbaImage,
): AsyncGenerator<EngineEvent, T> {
  for (;;) {
    const { done, value } = await painting.next();
    if (done) return value;
    if (value.kind === 'preview') clearWhereKnown(value.image, window);
    yield value;
  }
}

/** Alpha 0 in every pixel of a (smaller) look whose middle is known in the window. */
function clearWhereKnown(look: RgbaImage, window: RgbaImage): void {
  for (let y = 0; y < look.height; y++) {
    const wy = Math.floor(((y + 0.5) * window.height) / look.height);
    for (let x = 0; x < look.width; x++) {
      const wx = Math.floor(((x + 0.5) * window.width) / look.width);
      if (window.data[4 * (wy * window.width + wx) + 3] !== 0) look.data[4 * (y * look.width + x) + 3] = 0;
    }
  }
}
