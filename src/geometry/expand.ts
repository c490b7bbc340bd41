import { bottom, fromEdges, right, type Rect, type Size } from './rect';
import { clamp, snap, snapUp } from './snap';

/** Which edge or corner is held. */
export type Handle = 'left' | 'right' | 'top' | 'bottom' | 'topLeft' | 'topRight' | 'bottomLeft' | 'bottomRight';

/** Everything a drag needs to know, taken once when the pointer goes down, so that no error adds up on the way. */
export interface ExpandPress {
  handle: Handle;
  /** The picture; never cut. */
  artwork: Rect;
  /** The target as it was at the press; contains the artwork. */
  target: Rect;
  /** Amounts per side are multiples of this many pixels; of `fineGrid` with the modifier. */
  grid: number;
  fineGrid: number;
  /** Most pixels a side of the target may have. */
  maxSide: number;
}

export interface ExpandModifiers {
  fine: boolean;
  /** The opposite side does the same. */
  bothSides: boolean;
  /** The target keeps the proportions that the artwork has. */
  keepAspect: boolean;
}

/** How far the target reaches past the artwork, in pixels, each at least 0. */
export interface Margins {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function marginsOf(artwork: Rect, target: Rect): Margins {
  return {
    left: artwork.x - target.x,
    top: artwork.y - target.y,
    right: right(target) - right(artwork),
    bottom: bottom(target) - bottom(artwork),
  };
}

export function withMargins(artwork: Rect, m: Margins): Rect {
  return fromEdges(artwork.x - m.left, artwork.y - m.top, right(artwork) + m.right, bottom(artwork) + m.bottom);
}

/** Which way is outward at an edge or corner: -1 left or up, 1 right or down, 0 where it does not move. */
export function sidesOf(handle: Handle): { x: -1 | 0 | 1; y: -1 | 0 | 1 } {
  const name = handle.toLowerCase();
  const side = (before: string, after: string) => (name.includes(before) ? -1 : name.includes(after) ? 1 : 0);
  return { x: side('left', 'right'), y: side('top', 'bottom') };
}

/**
 * The target for a pointer that moved by `delta` picture pixels since the press. A pure function of its arguments:
 * moving back to the start gives the target of the press again, on the grid or not. Contains the artwork always.
 */
export function expandByDrag(press: ExpandPress, delta: { x: number; y: number }, modifiers: ExpandModifiers): Rect {
  const { artwork, target, handle } = press;
  const grid = modifiers.fine ? press.fineGrid : press.grid;
  const margins = marginsOf(artwork, target);
  const { x: sx, y: sy } = sidesOf(handle);
  const dx = sx * delta.x;
  const dy = sy * delta.y;
  if (dx === 0 && dy === 0) return target;

  const pull = (before: number, by: number, room: number) =>
    by === 0 ? before : clamp(snap(before + by, grid), 0, Math.max(before, room));
  const roomX = press.maxSide - artwork.width;
  const roomY = press.maxSide - artwork.height;
  const m = { ...margins };
  if (sx !== 0) {
    const own = sx < 0 ? 'left' : 'right';
    const other = sx < 0 ? 'right' : 'left';
    if (modifiers.bothSides) m[other] = pull(margins[other], dx, Math.floor(roomX / 2));
    m[own] = pull(margins[own], dx, modifiers.bothSides ? Math.floor(roomX / 2) : roomX - m[other]);
  }
  if (sy !== 0) {
    const own = sy < 0 ? 'top' : 'bottom';
    const other = sy < 0 ? 'bottom' : 'top';
    if (modifiers.bothSides) m[other] = pull(margins[other], dy, Math.floor(roomY / 2));
    m[own] = pull(margins[own], dy, modifiers.bothSides ? Math.floor(roomY / 2) : roomY - m[other]);
  }
  return modifiers.keepAspect ? keepAspect(press, m, sx, sy, grid) : withMargins(artwork, m);
}

/**
 * Grows the axis that is behind until the target has the artwork's proportions, as near as the grid allows.
 * An edge gives the other axis half on each side; a corner gives it to its own side.
 */
function keepAspect(press: ExpandPress, m: Margins, sx: -1 | 0 | 1, sy: -1 | 0 | 1, grid: number): Rect {
  const { artwork, maxSide } = press;
  const scale = Math.max(
    (sx === 0 ? 0 : m.left + m.right) / artwork.width,
    (sy === 0 ? 0 : m.top + m.bottom) / artwork.height,
  );
  // An opened picture may be longer than that.
  const wantX = Math.max(0, Math.min(scale * artwork.width, maxSide - artwork.width));
  const wantY = Math.max(0, Math.min(scale * artwork.height, maxSide - artwork.height));
  const out = { ...m };
  const share = (first: 'left' | 'top', second: 'right' | 'bottom', side: -1 | 0 | 1, want: number) => {
    if (side === 0) {
      out[first] = snap(want / 2, grid);
      out[second] = snap(want / 2, grid);
    } else {
      const own = side < 0 ? first : second;
      const other = side < 0 ? second : first;
      out[own] = Math.max(0, snap(want - m[other], grid));
    }
  };
  if (sx === 0 || (m.left + m.right) / artwork.width < scale) share('left', 'right', sx, wantX);
  if (sy === 0 || (m.top + m.bottom) / artwork.height < scale) share('top', 'bottom', sy, wantY);
  return withMargins(artwork, out);
}

/** One step by keyboard: `steps` grid steps outward (negative: inward) at the held edge or corner. */
export function expandByKey(press: ExpandPress, steps: { x: number; y: number }, modifiers: ExpandModifiers): Rect {
  const grid = modifiers.fine ? press.fineGrid : press.grid;
  return expandByDrag(press, { x: steps.x * grid, y: steps.y * grid }, modifiers);
}

/** Where the artwork lies in its target: 0 at the left or top, 0.5 in the middle, 1 at the right or bottom. */
export interface Anchor {
  x: number;
  y: number;
}

export type ExpandPreset = { ratio: readonly [number, number] } | { factor: number };

/** In the order the menu shows them. */
export const EXPAND_PRESETS: readonly { id: string; label: string; preset: ExpandPreset }[] = [
  { id: '1:1', label: '1:1', preset: { ratio: [1, 1] } },
  { id: '4:3', label: '4:3', preset: { ratio: [4, 3] } },
  { id: '3:2', label: '3:2', preset: { ratio: [3, 2] } },
  { id: '16:9', label: '16:9', preset: { ratio: [16, 9] } },
  { id: '9:16', label: '9:16', preset: { ratio: [9, 16] } },
  { id: 'x1.5', label: '× 1.5', preset: { factor: 1.5 } },
  { id: 'x2', label: '× 2', preset: { factor: 2 } },
];

/**
 * The smallest target with these proportions (or this many times the sides) that contains the artwork.
 * `grid` 1 keeps the proportions to the pixel; a coarser one rounds each side's growth up.
 */
export function expandToPreset(artwork: Rect, preset: ExpandPreset, anchor: Anchor, grid = 1): Rect {
  let width: number;
  let height: number;
  if ('factor' in preset) {
    width = artwork.width * Math.max(1, preset.factor);
    height = artwork.height * Math.max(1, preset.factor);
  } else {
    const [across, down] = preset.ratio;
    width = Math.max(artwork.width, (artwork.height * across) / down);
    height = Math.max(artwork.height, (artwork.width * down) / across);
  }
  // A hair is taken off before rounding up, so that 256 * 16 / 16 is not 257 by a rounding error.
  const moreX = snapUp(width - artwork.width - 1e-6, grid);
  const moreY = snapUp(height - artwork.height - 1e-6, grid);
  return placeIn(artwork, moreX, moreY, anchor, grid);
}

/** A target as large as this one, with the artwork at another place in it. */
export function reanchor(artwork: Rect, target: Size, anchor: Anchor): Rect {
  return placeIn(artwork, target.width - artwork.width, target.height - artwork.height, anchor, 1);
}

/** Where the artwork lies in a target; in the middle along an axis that has no room, or a single pixel more on one side. */
export function anchorOf(artwork: Rect, target: Rect): Anchor {
  const { left, top, right, bottom } = marginsOf(artwork, target);
  const along = (before: number, after: number) => (Math.abs(before - after) <= 1 ? 0.5 : before / (before + after));
  return { x: along(left, right), y: along(top, bottom) };
}

/** Shares out `moreX` and `moreY` pixels on both sides of the artwork. */
function placeIn(artwork: Rect, moreX: number, moreY: number, anchor: Anchor, grid: number): Rect {
  const left = clamp(snap(moreX * clamp(anchor.x, 0, 1), grid), 0, moreX);
  const top = clamp(snap(moreY * clamp(anchor.y, 0, 1), grid), 0, moreY);
  return withMargins(artwork, { left, top, right: moreX - left, bottom: moreY - top });
}
