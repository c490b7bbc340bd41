import type { Size } from '../../geometry/rect';
import { soften } from '../../imaging/feather';
import { maskToLatents, softMaskToLatents } from '../../imaging/maskToLatents';
import type { ModelCard } from '../../models/modelCard';
import type { Mask, RgbaImage } from '../../protocol/rgbaImage';

/**
 * What of a window is repainted, in latent cells (1 = all of it). Models that take the mask as an input know only 0 and 1, so every cell
 * the mask touches is 1. The others are held from outside, and a soft edge over the fade lets them lead over to what is kept
 * (differential diffusion: a cell of 0.3 changes in the last 30 % of the way only).
 */
export function repaintCells({ concat, latents }: ModelCard, mask: Mask, fade: number): Float32Array<ArrayBuffer> {
  return concat === 'none'
    ? softMaskToLatents(soften(mask, fade), latents.factor)
    : maskToLatents(mask, latents.factor);
}

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

/** A copy of a picture that is unknown (alpha 0) wherever the mask (of its size) is above 0. */
export function clearMasked(image: RgbaImage, mask: Mask): RgbaImage {
  const data = image.data.slice();
  for (let i = 0; i < mask.data.length; i++) if ((mask.data[i] ?? 0) > 0) data.fill(0, 4 * i, 4 * i + 4);
  return { ...image, data };
}

/** Makes a (smaller) look at a window transparent in every pixel whose middle the window's mask keeps: it lies over the picture. */
export function hideKept(look: RgbaImage, mask: Mask): void {
  for (let y = 0; y < look.height; y++) {
    const my = Math.floor(((y + 0.5) * mask.height) / look.height);
    for (let x = 0; x < look.width; x++) {
      const mx = Math.floor(((x + 0.5) * mask.width) / look.width);
      if (mask.data[my * mask.width + mx] === 0) look.data[4 * (y * look.width + x) + 3] = 0;
    }
  }
}
