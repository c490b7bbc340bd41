import { planPasses, type PassPlanRequest } from './planPasses';
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

/** The same for an expansion's draft; null where it needs none. */
export function draftPlan(request: PassPlanRequest): PassPlanRequest | null {
  const { target, known, window } = request;
  const zoom = draftZoom(target, window);
  if (zoom === 1) return null;
  const size = draftSize(target, zoom);
  return {
    ...request,
    known: known.map((rect) => shrink(rect, target, size)),
    target: { x: 0, y: 0, ...size },
  };
}

/** A part of the target as it lies in the draft, whose size is in whole pixels: each axis has a scale of its own. */
function shrink(rect: Rect, target: Rect, draft: Size): Rect {
  const x = (at: number) => Math.round(((at - target.x) * draft.width) / target.width);
  const y = (at: number) => Math.round(((at - target.y) * draft.height) / target.height);
  return fromEdges(x(rect.x), y(rect.y), x(right(rect)), y(bottom(rect)));
}

/** How many windows an expansion paints, those of its draft counted. */
export function countPasses(request: PassPlanRequest): number {
  const passes = planPasses(request).length;
  const draft = passes > 0 ? draftPlan(request) : null;
  return draft ? passes + planPasses(draft).length : passes;
}
