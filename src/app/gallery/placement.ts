import { equals, union, type Rect, type Size } from '../../geometry/rect';
import type { PictureMeta } from '../../storage/pictureMeta';

type Compared = Pick<PictureMeta, 'width' | 'height' | 'request'>;

/** How two pictures lie over each other: both within a box of `size`, in picture pixels. */
export interface Placement {
  size: Size;
  left: Rect;
  right: Rect;
}

const at = (x: number, y: number, { width, height }: Size): Rect => ({ x, y, width, height });

/**
 * An expanded picture lies over the one it was made from so that what is the same in both covers itself. Pictures of one shape fill
 * the box; others are shown at the same scale, each in the middle.
 */
export function placementOf(left: Compared, right: Compared): Placement {
  const size = { width: Math.max(left.width, right.width), height: Math.max(left.height, right.height) };
  const whole = at(0, 0, size);
  const inRight = placeWithin(left, right);
  if (inRight) return { size: right, left: inRight, right: at(0, 0, right) };
  const inLeft = placeWithin(right, left);
  if (inLeft) return { size: left, left: at(0, 0, left), right: inLeft };
  if (left.width * right.height === right.width * left.height) return { size, left: whole, right: whole };
  const middle = (picture: Size) => at((size.width - picture.width) / 2, (size.height - picture.height) / 2, picture);
  return { size, left: middle(left), right: middle(right) };
}

/** Where a picture lies within the one that an expansion has made of it; null where its request does not say so. */
function placeWithin(before: Size, after: Compared): Rect | null {
  const edit = after.request?.edit;
  if (edit?.intent !== 'expand') return null;
  // A picture that is opened begins at the plane's origin. Earlier growth to the left or the top would show in the size.
  const grown = union(at(0, 0, before), edit.region);
  if (!equals(at(0, 0, grown), at(0, 0, after))) return null;
  return at(0 - grown.x, 0 - grown.y, before);
}
