import { fromEdges } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import { rectangleCorners } from '../mask/edits';
import type { Point } from '../view';
import { hasMoved } from './tool';
import type { Tool, ToolEffect, ToolPointer } from './tool';

/** The corners between two points in whole pixels; `square` keeps both sides equal. */
export function dragRect(from: Point, to: Point, square: boolean): Rect {
  let dx = to.x - from.x;
  let dy = to.y - from.y;
  if (square) {
    const side = Math.max(Math.abs(dx), Math.abs(dy));
    dx = Math.sign(dx || 1) * side;
    dy = Math.sign(dy || 1) * side;
  }
  return fromEdges(
    Math.round(Math.min(from.x, from.x + dx)),
    Math.round(Math.min(from.y, from.y + dy)),
    Math.round(Math.max(from.x, from.x + dx)),
    Math.round(Math.max(from.y, from.y + dy)),
  );
}

/** Drags a shape and adds it to the mask; with Alt takes it away. `next` says how a shape goes on with the pointer. */
function createShapeTool(next: (points: readonly Point[], from: ToolPointer, to: ToolPointer) => Point[]): Tool {
  let from: ToolPointer | null = null;
  let points: readonly Point[] = [];
  const over = (): ToolEffect => {
    from = null;
    points = [];
    return { kind: 'outline', points: null };
  };

  return {
    down(pointer) {
      from = pointer;
      points = [];
      return [];
    },
    move(pointer): ToolEffect[] {
      if (!from || (points.length === 0 && !hasMoved(from.screen, pointer.screen))) return [];
      points = next(points, from, pointer);
      return [{ kind: 'outline', points }];
    },
    up(): ToolEffect[] {
      const drawn = points;
      const erase = from?.alt ?? false;
      const end = over();
      return drawn.length > 2 ? [end, { kind: 'shape', points: drawn, erase }] : [end];
    },
    cancel: (): ToolEffect[] => (from ? [over()] : []),
    key: () => [],
    cursor: () => 'crosshair',
  };
}

/** Shift keeps it square. */
export const createRectangle = (): Tool =>
  createShapeTool((_, from, to) => rectangleCorners(dragRect(from, to, to.shift)));

/** Points nearer than this many CSS pixels say nothing new. */
const LASSO_STEP = 2;

export const createLasso = (): Tool => {
  let last: Point | null = null;
  return createShapeTool((points, from, to) => {
    if (points.length === 0) last = null;
    const start = last ?? from.screen;
    if (points.length > 0 && Math.hypot(to.screen.x - start.x, to.screen.y - start.y) < LASSO_STEP) return [...points];
    last = to.screen;
    const next = { x: to.x, y: to.y };
    return points.length === 0 ? [{ x: from.x, y: from.y }, next] : [...points, next];
  });
};
