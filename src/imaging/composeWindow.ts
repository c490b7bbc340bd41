import type { Rect } from '../geometry/rect';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { borderMatch } from './borderMatch';
import { colourMatch } from './colourMatch';
import { continueTones } from './continueTones';
import { crop } from './crop';
import { fadeOutside } from './feather';
import { paste } from './paste';

export interface Composition {
  /** Where the painted picture belongs on the canvas; may hang over its edge. */
  window: Rect;
  /** Opaque, of the window's size. */
  painted: RgbaImage;
  /** Of the window's size: what is to be taken from the painted picture. */
  mask: Mask;
  /** 0..1 a pixel: where the model was shown the canvas and gave it back, so that tones can be compared. */
  kept: Float32Array;
  /** Pixels around the mask over which old and new are blended. */
  fade: number;
}

/**
 * Puts a painted window into a canvas, in place: its tones brought to the canvas's, all masked pixels taken from it, and a fade
 * into what is beside them. Known pixels further than `fade` from the mask keep their bytes.
 */
export function composeWindow(canvas: RgbaImage, { window, painted, mask, kept, fade }: Composition): void {
  const before = crop(canvas, window);
  const comparable = (i: number) => mask.data[i] === 0 && before.data[4 * i + 3] !== 0;
  const weight = Float32Array.from(kept, (k, i) => (comparable(i) ? k : 0));
  const matched = colourMatch(painted, before, weight);
  borderMatch(matched, before, mask, Math.max(window.width, window.height) / 4);
  continueTones(matched, mask, Math.max(window.width, window.height) / 2);
  paste(canvas, matched, fadeOutside(insideOnly(mask, window, canvas), fade), window.x, window.y);
}

/** What hangs over the canvas is not pasted, so no fade may start there. */
function insideOnly(mask: Mask, window: Rect, canvas: RgbaImage): Mask {
  const data = mask.data.slice();
  for (let y = 0; y < mask.height; y++) {
    const row = window.y + y >= 0 && window.y + y < canvas.height;
    for (let x = 0; x < mask.width; x++) {
      if (!row || window.x + x < 0 || window.x + x >= canvas.width) data[y * mask.width + x] = 0;
    }
  }
  return { ...mask, data };
}
