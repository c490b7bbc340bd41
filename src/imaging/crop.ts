import { intersect, isEmpty, type Rect } from '../geometry/rect';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { emptyImage } from './emptyImage';

/** A part of a picture; what lies outside the picture is transparent black (unknown). */
export function crop(image: RgbaImage, rect: Rect): RgbaImage {
  const out = emptyImage(rect.width, rect.height);
  const part = intersect(rect, { x: 0, y: 0, width: image.width, height: image.height });
  if (isEmpty(part)) return out;
  for (let y = part.y; y < part.y + part.height; y++) {
    const from = 4 * (y * image.width + part.x);
    out.data.set(image.data.subarray(from, from + 4 * part.width), 4 * ((y - rect.y) * rect.width + part.x - rect.x));
  }
  return out;
}

/** A part of a mask; `outside` is the value past the mask's border. */
export function cropMask(mask: Mask, rect: Rect, outside: 0 | 255): Mask {
  const data = new Uint8Array(rect.width * rect.height).fill(outside);
  const part = intersect(rect, { x: 0, y: 0, width: mask.width, height: mask.height });
  for (let y = part.y; y < part.y + part.height; y++) {
    const from = y * mask.width + part.x;
    data.set(mask.data.subarray(from, from + part.width), (y - rect.y) * rect.width + part.x - rect.x);
  }
  return { width: rect.width, height: rect.height, data };
}

/** Copies `patch` over `image` with its top left corner at (x, y), all four channels; what falls outside is dropped. */
export function place(image: RgbaImage, patch: RgbaImage, x: number, y: number): void {
  const part = intersect(
    { x, y, width: patch.width, height: patch.height },
    { x: 0, y: 0, width: image.width, height: image.height },
  );
  for (let row = part.y; row < part.y + part.height; row++) {
    const from = 4 * ((row - y) * patch.width + part.x - x);
    image.data.set(patch.data.subarray(from, from + 4 * part.width), 4 * (row * image.width + part.x));
  }
}
