import type { Rect } from '../geometry/rect';
import type { RgbaImage } from '../protocol/rgbaImage';
import { colourMatch } from './colourMatch';
import { crop } from './crop';
import { fadeOutside } from './feather';
import { unknownMask } from './known';
import { paste } from './paste';

/**
 * Puts a decoded window into a canvas, in place: colours matched on what both show, all unknown pixels of the window
 * taken from it, and a fade into the known ones beside them. Known pixels further than `fade` from a new one keep their bytes.
 *
 * `decoded` is the window's size; `kept` (0..1 a pixel) says where the model was shown the canvas and gave it back.
 */
export function composeTile(
  canvas: RgbaImage,
  window: Rect,
  decoded: RgbaImage,
  kept: Float32Array,
  fade: number,
): void {
  const before = crop(canvas, window);
  const unknown = unknownMask(before);
  const weight = Float32Array.from(kept, (k, i) => (unknown.data[i] === 0 ? k : 0));
  const matched = colourMatch(decoded, before, weight);
  // What hangs over the canvas is not new: no fade may start there.
  for (let y = 0; y < window.height; y++)
    for (let x = 0; x < window.width; x++) {
      const inside =
        window.x + x >= 0 && window.y + y >= 0 && window.x + x < canvas.width && window.y + y < canvas.height;
      if (!inside) unknown.data[y * window.width + x] = 0;
    }
  paste(canvas, matched, fadeOutside(unknown, fade), window.x, window.y);
}
