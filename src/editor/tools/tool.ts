import type { Handle } from '../../geometry/expand';
import { bottom, right } from '../../geometry/rect';
import type { Rect, Size } from '../../geometry/rect';
import type { Point } from '../view';

export type ToolName = 'hand' | 'frame' | 'brush' | 'eraser' | 'rectangle' | 'lasso';

export interface Brush {
  /** Diameter in picture pixels, 1..1000. */
  size: number;
  /** 0 a hard rim, 1 soft from the very middle. */
  softness: number;
  /** A pen's pressure changes the size. */
  pressure: boolean;
}

/** A pointer on the plane, in picture pixels (not whole ones). */
export interface ToolPointer extends Point {
  /** Where it is on the stage, in CSS pixels. */
  screen: Point;
  kind: 'mouse' | 'pen' | 'touch';
  pressure: number;
  shift: boolean;
  ctrl: boolean;
  alt: boolean;
  /** The edge handle that was pressed, or null. */
  handle: Handle | null;
}

/** All that tools know of the rest of the world; looked at anew with each event. */
export interface ToolContext {
  /** The artwork as shown, or null while the plane is empty. */
  artwork: Rect | null;
  /** What an expansion would make of it, while one is being prepared. */
  target: Rect | null;
  frame: Rect | null;
  /** The model's native window, grid and limits, in picture pixels. */
  model: { native: Size; grid: number; minSide: number; maxSide: number };
  zoom: number;
  brush: Brush;
}

/** What a tool wants to happen. Tools change nothing themselves. */
export type ToolEffect =
  | { kind: 'pan'; dx: number; dy: number }
  /** The artwork is to become this large; null takes the wish back. `held` while a handle is down. */
  | { kind: 'target'; target: Rect | null; held: Handle | null }
  /** `done` false while it is being moved. */
  | { kind: 'frame'; frame: Rect | null; done: boolean }
  | { kind: 'strokeStart'; erase: boolean; softness: number }
  | { kind: 'strokeTo'; x: number; y: number; radius: number }
  | { kind: 'strokeEnd' }
  | { kind: 'strokeCancel' }
  /** A selection while it is being drawn; null when it is over. */
  | { kind: 'outline'; points: readonly Point[] | null }
  | { kind: 'shape'; points: readonly Point[]; erase: boolean };

/** A tool is a small state chart: each event moves it on and says what is to happen. */
export interface Tool {
  down(pointer: ToolPointer, context: ToolContext): ToolEffect[];
  move(pointer: ToolPointer, context: ToolContext): ToolEffect[];
  up(pointer: ToolPointer, context: ToolContext): ToolEffect[];
  /** As if the press had never been. Harmless where nothing is going on. */
  cancel(context: ToolContext): ToolEffect[];
  /** An arrow key, Delete and the like; an empty list where the tool has no use for it. */
  key(key: ToolKey, context: ToolContext): ToolEffect[];
  /** CSS cursor over a point. */
  cursor(pointer: ToolPointer | null, context: ToolContext): string;
}

export interface ToolKey {
  key: string;
  shift: boolean;
  ctrl: boolean;
}

/** CSS pixels a pointer may move before a press becomes a drag. */
const DRAG_START = 3;
/** CSS pixels on either side of an edge that grab it. */
const SLOP = { mouse: 8, pen: 12, touch: 22 };

export function hasMoved(from: Point, to: Point): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) >= DRAG_START;
}

export function inside(rect: Rect, point: Point): boolean {
  return point.x >= rect.x && point.y >= rect.y && point.x < right(rect) && point.y < bottom(rect);
}

/** The edge or corner of a rectangle under a pointer; the whole length of an edge counts, and corners win. */
export function edgeAt(rect: Rect, pointer: ToolPointer, zoom: number): Handle | null {
  // On a small picture the inner half of the slop must leave something to press between the edges.
  const outer = SLOP[pointer.kind] / zoom;
  const inner = Math.min(outer, rect.width / 4, rect.height / 4);
  const near = (distanceOutward: number) => distanceOutward >= -inner && distanceOutward <= outer;
  const inX = pointer.x >= rect.x - outer && pointer.x <= right(rect) + outer;
  const inY = pointer.y >= rect.y - outer && pointer.y <= bottom(rect) + outer;
  if (!inX || !inY) return null;
  const left = near(rect.x - pointer.x);
  const rightSide = near(pointer.x - right(rect));
  const top = near(rect.y - pointer.y);
  const bottomSide = near(pointer.y - bottom(rect));
  if (top) return left ? 'topLeft' : rightSide ? 'topRight' : 'top';
  if (bottomSide) return left ? 'bottomLeft' : rightSide ? 'bottomRight' : 'bottom';
  return left ? 'left' : rightSide ? 'right' : null;
}

const cursors: Record<Handle, string> = {
  left: 'ew-resize',
  right: 'ew-resize',
  top: 'ns-resize',
  bottom: 'ns-resize',
  topLeft: 'nwse-resize',
  bottomRight: 'nwse-resize',
  topRight: 'nesw-resize',
  bottomLeft: 'nesw-resize',
};

export const handleCursor = (handle: Handle): string => cursors[handle];

export const isHandle = (name: string | null): name is Handle => name !== null && name in cursors;

/** Which way an arrow key points, or null for other keys. */
export function arrowOf(key: string): Point | null {
  switch (key) {
    case 'ArrowLeft':
      return { x: -1, y: 0 };
    case 'ArrowRight':
      return { x: 1, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: -1 };
    case 'ArrowDown':
      return { x: 0, y: 1 };
    default:
      return null;
  }
}
