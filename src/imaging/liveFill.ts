import type { Margins } from '../geometry/expand';
import type { RgbaImage } from '../protocol/rgbaImage';
import { place } from './crop';
import { emptyImage } from './emptyImage';
import { fillSmoothly } from './fill';
import { reduce } from './resize';

/** A picture made small for the fill of a drag. */
export interface LiveThumbnail {
  image: RgbaImage;
  /** Picture pixels per thumbnail pixel. */
  scale: number;
}

export const LIVE_SCALE = 8;
/** Longest side of a thumbnail: the fill is made anew at every move of the pointer, so its cost must not grow with the picture. */
const LONGEST = 96;

/** The picture at 1/8 or smaller, made once when a drag begins. */
export function liveThumbnail(artwork: RgbaImage): LiveThumbnail {
  const scale = Math.max(LIVE_SCALE, Math.ceil(Math.max(artwork.width, artwork.height) / LONGEST));
  return { image: reduce(artwork, scale), scale };
}

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
