import { bottom, fromEdges, right, type Rect, type Size } from './rect';

/** Windows of artwork kept beside an edge that moves. */
const CONTEXT = 2;

/**
 * The part of an expansion's target worth sending to the engine: all new pixels, and the known ones that windows
 * and the draft, which sees twice as far, can see. Small where the artwork is huge and one edge moves a little, so that the cost does not grow with the artwork.
 * `target` contains the artwork; `window` is the model's.
 */
export function neededRegion(artwork: Rect, target: Rect, window: Size): Rect {
  const growsX = target.x < artwork.x || right(target) > right(artwork);
  const growsY = target.y < artwork.y || bottom(target) > bottom(artwork);
  // The strips above and below span the whole width, and the other way round: no axis can be trimmed.
  if (growsX && growsY) return target;
  const [x0, x1] = trim(target.x, right(target), artwork.x, right(artwork), CONTEXT * window.width);
  const [y0, y1] = trim(target.y, bottom(target), artwork.y, bottom(artwork), CONTEXT * window.height);
  return fromEdges(x0, y0, x1, y1);
}

/** Along one axis: keeps at most `side` of artwork beside an edge that moves alone. */
function trim(low: number, high: number, artLow: number, artHigh: number, side: number): [number, number] {
  const growsLow = low < artLow;
  const growsHigh = high > artHigh;
  if (growsLow === growsHigh) return [low, high];
  return growsHigh ? [Math.max(low, artHigh - side), high] : [low, Math.min(high, artLow + side)];
}
