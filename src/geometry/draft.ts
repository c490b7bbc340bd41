import { planTiles, type TilePlanRequest } from './planTiles';
import { bottom, fromEdges, right, type Rect, type Size } from './rect';

/** Most that a draft is shrunk: further, the picture in it is too small to go on from. */
const MOST_ZOOM = 2;
/** A target that is taller than the window by less than this is seen well enough as it is. */
const LEAST_ZOOM = 1.2;

/**
 * How many times smaller than the target the draft of an expansion is; 1: none is needed. A window that sees only sky or only
 * ground is taken for a whole scene, so what is taller than a window is first painted small.
 */
export function draftZoom(target: Size, window: Size): number {
  const zoom = Math.min(MOST_ZOOM, target.height / window.height);
  return zoom < LEAST_ZOOM ? 1 : zoom;
}

/** A rectangle's edges times `scale`, to the pixel. */
export function scaleRect(rect: Rect, scale: number): Rect {
  return fromEdges(
    Math.round(rect.x * scale),
    Math.round(rect.y * scale),
    Math.round(right(rect) * scale),
    Math.round(bottom(rect) * scale),
  );
}

/** The draft's size for a target. */
export function draftSize(target: Size, zoom: number): Size {
  return { width: Math.ceil(target.width / zoom), height: Math.ceil(target.height / zoom) };
}

/** How many windows an expansion paints, those of its draft counted. */
export function countPasses(request: TilePlanRequest): number {
  const { target, known, window } = request;
  const passes = planTiles(request).length;
  const zoom = draftZoom(target, window);
  if (zoom === 1 || passes === 0) return passes;
  const local = known.map((k) => ({ ...k, x: k.x - target.x, y: k.y - target.y }));
  const draft = planTiles({
    ...request,
    known: local.map((k) => scaleRect(k, 1 / zoom)),
    target: { x: 0, y: 0, ...draftSize(target, zoom) },
  });
  return passes + draft.length;
}
