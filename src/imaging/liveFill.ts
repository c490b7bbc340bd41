import type { Margins } from '../geometry/expand';
import type { RgbaImage } from '../protocol/rgbaImage';
import { place } from './crop';
import { emptyImage } from './emptyImage';
import { fillSmoothly } from './fill';

/**
 * A picture made small for the fill of a drag. The fill is made anew at every move of the pointer, so its longest side should
 * not be much above 100, however large the picture is.
 */
export interface LiveThumbnail {
  image: RgbaImage;
  /** Picture pixels per thumbnail pixel. */
  scale: number;
}

/** Least scale of a thumbnail: finer would not be seen in the blur. */
export const LIVE_SCALE = 8;

/**
 * What the new band shows while an edge is dragged: the thumbnail with `margins` (picture pixels) filled smoothly around
 * it. `left` and `top` are where the thumbnail's corner lies in the result, in its pixels. A few milliseconds.
 */
export function liveFill(
  { image, scale }: LiveThumbnail,
  margins: Margins,
): { image: RgbaImage; left: number; top: number; scale: number } {
  const small = (amount: number) => Math.ceil(amount / scale);
  const left = small(margins.left);
  const top = small(margins.top);
  const padded = emptyImage(left + image.width + small(margins.right), top + image.height + small(margins.bottom));
  place(padded, image, left, top);
  return { image: fillSmoothly(padded), left, top, scale };
}
