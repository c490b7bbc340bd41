import { sidesOf } from '../../geometry/expand';
import type { Handle } from '../../geometry/expand';
import { fromEdges, right, bottom } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import { clamp, snap } from '../../geometry/snap';
import type { Point } from '../view';
import { arrowOf, edgeAt, handleCursor, hasMoved, inside } from './tool';
import type { Tool, ToolContext, ToolEffect, ToolPointer } from './tool';

/** Longest side of a frame in picture pixels; what the model can't do at once is generated smaller and enlarged. */
const MAX_FRAME_SIDE = 4096;

type State =
  | { kind: 'idle' }
  | { kind: 'pressing'; from: ToolPointer; hold: Handle | 'inside' | 'outside'; before: Rect | null; rect: Rect | null }
  | {
      kind: 'dragging';
      from: ToolPointer;
      hold: Handle | 'inside' | 'outside';
      before: Rect | null;
      rect: Rect | null;
    };

type Model = ToolContext['model'];

/** The model's own window around a point, on the grid that the artwork's corner lies on. */
export function frameAround(point: Point, context: ToolContext): Rect {
  const { native, grid } = context.model;
  const origin = context.artwork ?? { x: 0, y: 0 };
  const at = (value: number, start: number, side: number) => start + snap(value - side / 2 - start, grid);
  return { x: at(point.x, origin.x, native.width), y: at(point.y, origin.y, native.height), ...native };
}

/** Moved so that its corner lies on the grid that starts at `origin`. */
export function moveFrame(frame: Rect, delta: Point, grid: number, origin: Point): Rect {
  return {
    ...frame,
    x: origin.x + snap(frame.x + delta.x - origin.x, grid),
    y: origin.y + snap(frame.y + delta.y - origin.y, grid),
  };
}

/** One axis of a resize: the held edge moves to the grid, the side stays within what is possible. */
function resizeAxis(
  low: number,
  high: number,
  side: -1 | 0 | 1,
  by: number,
  both: boolean,
  grid: number,
  model: Model,
): [number, number] {
  if (side === 0) return [low, high];
  const growth = side * by * (both ? 2 : 1);
  const size = clamp(snap(high - low + growth, grid), model.minSide, MAX_FRAME_SIDE);
  if (both) {
    const start = Math.round((low + high - size) / 2);
    return [start, start + size];
  }
  return side > 0 ? [low, low + size] : [high - size, high];
}

/** `both` moves the opposite side the other way, so that the middle stays. Sides stay multiples of `grid`. */
export function resizeFrame(
  frame: Rect,
  handle: Handle,
  delta: Point,
  grid: number,
  both: boolean,
  model: Model,
): Rect {
  const { x: sx, y: sy } = sidesOf(handle);
  const [left, r] = resizeAxis(frame.x, right(frame), sx, delta.x, both, grid, model);
  const [top, b] = resizeAxis(frame.y, bottom(frame), sy, delta.y, both, grid, model);
  return fromEdges(left, top, r, b);
}

/** A new frame between two points, its sides multiples of the grid. */
function drawFrame(from: Point, to: Point, grid: number, model: Model, origin: Point): Rect {
  const start = { x: origin.x + snap(from.x - origin.x, grid), y: origin.y + snap(from.y - origin.y, grid) };
  const side = (by: number) => clamp(snap(Math.abs(by), grid), model.minSide, MAX_FRAME_SIDE);
  const width = side(to.x - start.x);
  const height = side(to.y - start.y);
  return {
    x: to.x < start.x ? start.x - width : start.x,
    y: to.y < start.y ? start.y - height : start.y,
    width,
    height,
  };
}

/** A movable, resizable window for generating anywhere on the plane. A click beside it brings it there; a drag draws a new one. */
export function createFrameTool(): Tool {
  let state: State = { kind: 'idle' };
  const origin = (context: ToolContext): Point => context.artwork ?? { x: 0, y: 0 };

  const dragged = (held: Exclude<State, { kind: 'idle' }>, pointer: ToolPointer, context: ToolContext): Rect | null => {
    // Sizes must stay what the model can do; only the position may be finer.
    const { grid } = context.model;
    const delta = { x: pointer.x - held.from.x, y: pointer.y - held.from.y };
    if (held.hold === 'outside' || !held.rect)
      return drawFrame(held.from, pointer, grid, context.model, origin(context));
    if (held.hold === 'inside') return moveFrame(held.rect, delta, pointer.ctrl ? 1 : grid, origin(context));
    return resizeFrame(held.rect, held.hold, delta, grid, pointer.shift, context.model);
  };
  const holdAt = (pointer: ToolPointer, context: ToolContext): Handle | 'inside' | 'outside' => {
    if (!context.frame) return 'outside';
    return edgeAt(context.frame, pointer, context.zoom) ?? (inside(context.frame, pointer) ? 'inside' : 'outside');
  };

  return {
    down(pointer, context) {
      state = {
        kind: 'pressing',
        from: pointer,
        hold: holdAt(pointer, context),
        before: context.frame,
        rect: context.frame,
      };
      return [];
    },
    move(pointer, context): ToolEffect[] {
      if (state.kind === 'pressing' && hasMoved(state.from.screen, pointer.screen))
        state = { ...state, kind: 'dragging' };
      if (state.kind !== 'dragging') return [];
      return [{ kind: 'frame', frame: dragged(state, pointer, context), done: false }];
    },
    up(pointer, context): ToolEffect[] {
      const was = state;
      state = { kind: 'idle' };
      if (was.kind === 'dragging') return [{ kind: 'frame', frame: dragged(was, pointer, context), done: true }];
      if (was.kind === 'pressing' && was.hold === 'outside') {
        const at = frameAround(pointer, context);
        const kept = was.rect ? { ...was.rect, ...centredAt(at, was.rect) } : at;
        return [{ kind: 'frame', frame: kept, done: true }];
      }
      return [];
    },
    cancel(): ToolEffect[] {
      const was = state;
      state = { kind: 'idle' };
      return was.kind === 'dragging' ? [{ kind: 'frame', frame: was.before, done: false }] : [];
    },
    key({ key, shift, ctrl }, context): ToolEffect[] {
      const { frame, model } = context;
      if (!frame) return [];
      if (key === 'Delete' || key === 'Backspace') return [{ kind: 'frame', frame: null, done: true }];
      const arrow = arrowOf(key);
      if (!arrow) return [];
      const grid = ctrl && !shift ? 1 : model.grid;
      const delta = { x: arrow.x * grid, y: arrow.y * grid };
      const next = shift
        ? resizeFrame(frame, 'bottomRight', delta, model.grid, false, model)
        : { ...frame, x: frame.x + delta.x, y: frame.y + delta.y };
      return [{ kind: 'frame', frame: next, done: true }];
    },
    cursor(pointer, context) {
      const hold = state.kind === 'idle' ? pointer && holdAt(pointer, context) : state.hold;
      if (hold === 'inside') return 'move';
      return hold && hold !== 'outside' ? handleCursor(hold) : 'crosshair';
    },
  };
}

/** The corner that a rectangle of another size needs to have the same middle, in whole pixels. */
function centredAt(at: Rect, size: Rect): Point {
  return {
    x: Math.round(at.x + (at.width - size.width) / 2),
    y: Math.round(at.y + (at.height - size.height) / 2),
  };
}
