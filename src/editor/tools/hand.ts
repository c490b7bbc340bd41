import type { ExpandPress } from '../../geometry/expand';
import { expandByDrag } from '../../geometry/expand';
import { equals } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import type { Point } from '../view';
import { edgeAt, handleCursor, hasMoved } from './tool';
import type { Tool, ToolContext, ToolEffect, ToolPointer } from './tool';

/** Pixels an edge moves by with the fine modifier. */
const FINE_GRID = 8;
/** Longest side an expansion may give a picture, in pixels. */
const MAX_ARTWORK_SIDE = 8192;

interface Pull {
  press: ExpandPress;
  before: Rect | null;
  from: Point;
  /** Where the pointer was last on the stage, and how many picture pixels it has moved since the press. */
  last: Point;
  moved: Point;
}

type State =
  { kind: 'idle' } | { kind: 'panning'; last: Point } | ({ kind: 'pressing' } & Pull) | ({ kind: 'dragging' } & Pull);

/** What a drag or a key press at an edge starts from. */
export function expandPress(handle: ExpandPress['handle'], context: ToolContext): ExpandPress | null {
  if (!context.artwork) return null;
  return {
    handle,
    artwork: context.artwork,
    target: context.target ?? context.artwork,
    grid: context.model.grid,
    fineGrid: FINE_GRID,
    maxSide: MAX_ARTWORK_SIDE,
  };
}

/** Moves the view, and pulls the picture's edges outward where it is pressed on one. */
export function createHand(): Tool {
  let state: State = { kind: 'idle' };

  /** By the way that the pointer has gone, not by the plane's point under it: the view may move along while an edge is pulled. */
  const follow = <T extends Pull>(pull: T, { screen }: ToolPointer, { zoom }: ToolContext): T => ({
    ...pull,
    last: screen,
    moved: {
      x: pull.moved.x + (screen.x - pull.last.x) / zoom,
      y: pull.moved.y + (screen.y - pull.last.y) / zoom,
    },
  });
  const targetOf = ({ press, moved }: Pull, pointer: ToolPointer): Rect | null => {
    const target = expandByDrag(press, moved, {
      fine: pointer.ctrl,
      bothSides: pointer.shift,
      keepAspect: pointer.alt,
    });
    return equals(target, press.artwork) ? null : target;
  };
  const handleAt = (pointer: ToolPointer, context: ToolContext) => {
    const rect = context.target ?? context.artwork;
    return pointer.handle ?? (rect ? edgeAt(rect, pointer, context.zoom) : null);
  };

  return {
    down(pointer, context) {
      const handle = handleAt(pointer, context);
      const press = handle && expandPress(handle, context);
      const at = pointer.screen;
      state = press
        ? { kind: 'pressing', press, before: context.target, from: at, last: at, moved: { x: 0, y: 0 } }
        : { kind: 'panning', last: at };
      return [];
    },
    move(pointer, context): ToolEffect[] {
      if (state.kind === 'panning') {
        const { last } = state;
        state = { kind: 'panning', last: pointer.screen };
        return [{ kind: 'pan', dx: pointer.screen.x - last.x, dy: pointer.screen.y - last.y }];
      }
      if (state.kind === 'pressing' && hasMoved(state.from, pointer.screen)) {
        state = { ...state, kind: 'dragging' };
      }
      if (state.kind !== 'dragging') return [];
      state = follow(state, pointer, context);
      return [{ kind: 'target', target: targetOf(state, pointer), held: state.press.handle }];
    },
    up(pointer, context): ToolEffect[] {
      const was = state;
      state = { kind: 'idle' };
      if (was.kind !== 'dragging') return [];
      return [{ kind: 'target', target: targetOf(follow(was, pointer, context), pointer), held: null }];
    },
    cancel(): ToolEffect[] {
      const was = state;
      state = { kind: 'idle' };
      return was.kind === 'dragging' ? [{ kind: 'target', target: was.before, held: null }] : [];
    },
    key: () => [],
    cursor(pointer, context) {
      if (state.kind === 'panning') return 'grabbing';
      if (state.kind !== 'idle') return handleCursor(state.press.handle);
      const handle = pointer && handleAt(pointer, context);
      return handle ? handleCursor(handle) : 'grab';
    },
  };
}
