import type { Rect, Size } from '../../geometry/rect';

/** Enlarging a small picture further than this shows nothing more. */
const LARGEST = 2.5;

/** Where a picture lies when all of it is seen as large as it fits into the free area, centred, on whole pixels. */
export function fitPicture(picture: Size, free: Rect): Rect {
  const scale = Math.min(LARGEST, free.width / picture.width, free.height / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  return {
    x: Math.round(free.x + (free.width - width) / 2),
    y: Math.round(free.y + (free.height - height) / 2),
    width,
    height,
  };
}
