import type { Margins } from '../geometry/expand';
import type { RgbaImage } from '../protocol/rgbaImage';
import { place } from './crop';
import { fillSmoothly } from './fill';
import { reduce } from './resize';
import { emptyImage } from './tensor';

/** How much smaller than the picture the fill of a drag is. */
export const LIVE_SCALE = 8;

/** The picture at 1/8, made once when a drag begins; never smaller than a pixel. */
export function liveThumbnail(artwork: RgbaImage): RgbaImage {
  return reduce(artwork, LIVE_SCALE);
}

/**
 * What the new band shows while an edge is dragged: the thumbnail with `margins` (picture pixels) filled smoothly around
 * it, at 1/8 of the size. `left` and `top` are where the thumbnail's corner lies in it. About a millisecond for a picture
 * of a few windows.
 */
export function liveFill(thumbnail: RgbaImage, margins: Margins): { image: RgbaImage; left: number; top: number } {
  const small = (amount: number) => Math.ceil(amount / LIVE_SCALE);
  const left = small(margins.left);
  const top = small(margins.top);
  const padded = emptyImage(
    left + thumbnail.width + small(margins.right),
    top + thumbnail.height + small(margins.bottom),
  );
  place(padded, thumbnail, left, top);
  return { image: fillSmoothly(padded), left, top };
}
