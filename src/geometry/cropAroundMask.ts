import { bottom, outset, right, type Rect, type Size } from './rect';
import { clamp } from './snap';

export interface CropRequest {
  /** Bounding box of what is to be repainted, in the picture's pixels; not empty. */
  bounds: Rect;
  picture: Size;
  /** What the model works on; gives the crop its proportions. */
  window: Size;
  /** Context on each side, as a part of the box's longer side. Default 0.5. */
  context?: number;
  /** Most that a crop may be enlarged to the window, at least 1. Default 2: a small mask gets more pixels to be painted with. */
  maxZoom?: number;
}

export interface Crop {
  /** In the picture's pixels, with the window's proportions (to the pixel); may hang over a picture that is too small for it. */
  rect: Rect;
  /** Window pixels per picture pixel: 1 where nothing is resampled. */
  scale: number;
}

/** The crop that the model sees to repaint a masked place: the place with context around it, shifted into the picture. */
export function cropAroundMask(request: CropRequest): Crop {
  const { bounds, picture, window } = request;
  const longest = Math.max(bounds.width, bounds.height);
  const wanted = outset(bounds, Math.round(longest * (request.context ?? 0.5)));
  const perPixel = Math.min(window.width / wanted.width, window.height / wanted.height);
  // A little enlargement isn't worth the blur of resampling; the context grows instead.
  const zoom = perPixel > 1 ? Math.min(perPixel, request.maxZoom ?? 2) : perPixel;
  const scale = zoom >= 1 && zoom < 1.5 ? 1 : zoom;
  const width = Math.round(window.width / scale);
  const height = Math.round(window.height / scale);
  return {
    rect: {
      x: place(bounds.x, right(bounds), width, picture.width),
      y: place(bounds.y, bottom(bounds), height, picture.height),
      width,
      height,
    },
    scale,
  };
}

/** Centred on [low, high), shifted into [0, room) as far as it fits there, without losing any of [low, high). */
function place(low: number, high: number, side: number, room: number): number {
  const centred = Math.round((low + high - side) / 2);
  const inside = side <= room ? clamp(centred, 0, room - side) : Math.round((room - side) / 2);
  return clamp(inside, high - side, low);
}
