import { area, bottom, fromEdges, intersect, isEmpty, right, subtractFromAll, type Rect, type Size } from './rect';
import { clamp, snap, snapDown, snapUp } from './snap';

export interface PassPlanRequest {
  /** Where pixels are known; may overlap each other and reach past the target. */
  known: readonly Rect[];
  /** Every pixel of it is known in the end. */
  target: Rect;
  /** The model's window, multiples of `grid`. */
  window: Size;
  /** The sides of a window are multiples of this; joints lie on it inside a window where possible. */
  grid: number;
  /** Smallest side of a window; for targets smaller than the window. Default: one grid step. */
  minSide?: number;
}

export interface PlannedPass {
  /** What the model sees; may hang over the target's edge, by less than a grid step unless the target is below `minSide`. */
  window: Rect;
  /** The new pixels that this pass writes: all that nobody has written in its window. Never empty. */
  fresh: Rect[];
  /** Earlier passes whose pixels this one sees. */
  after: number[];
}

/** Part of a window that neighbours in a strip share, so that each sees the one before it. */
const OVERLAP = 1 / 4;

/**
 * The passes that fill a target around what is known, in order.
 *
 * The picture (the largest known rectangle) is first completed to the size of a window, then grows by strips: left
 * and right in turn, then top and bottom, the corners with these; in a strip from its middle outward. A strip is at most half a
 * window thick. So, where a window can be laid so that half of it is artwork, at least half of every window's part
 * inside the target is known when its turn comes. Where nothing is known, the first pass is in the target's middle and sees nothing.
 */
export function planPasses(request: PassPlanRequest): PlannedPass[] {
  const { target, grid } = request;
  if (isEmpty(target)) return [];
  const minSide = snapUp(request.minSide ?? grid, grid);
  const size: Size = {
    width: clamp(snapUp(target.width, grid), minSide, Math.max(minSide, request.window.width)),
    height: clamp(snapUp(target.height, grid), minSide, Math.max(minSide, request.window.height)),
  };
  const paper = new Paper(request.known, target);

  let core = largest(request.known, target);
  if (isEmpty(core)) {
    const middle = {
      x: target.x + Math.floor((target.width - size.width) / 2),
      y: target.y + Math.floor((target.height - size.height) / 2),
      ...size,
    };
    paper.write(middle);
    core = intersect(middle, target);
  }
  core = completeToWindow(core, target, size, grid, paper);
  core = growAlong('x', core, target, size, grid, paper);
  growAlong('y', core, target, size, grid, paper);
  return paper.passes;
}

/** Keeps the books: what is still unknown, and who wrote what. */
class Paper {
  readonly passes: PlannedPass[] = [];
  private unknown: Rect[];

  constructor(known: readonly Rect[], target: Rect) {
    this.unknown = known.reduce<Rect[]>((rest, k) => subtractFromAll(rest, k), [target]);
  }

  write(window: Rect): void {
    const fresh = this.unknown.map((u) => intersect(u, window)).filter((r) => !isEmpty(r));
    if (fresh.length === 0) return;
    const after = this.passes.flatMap((pass, i) => (pass.fresh.some((r) => !isEmpty(intersect(r, window))) ? [i] : []));
    this.unknown = subtractFromAll(this.unknown, window);
    this.passes.push({ window, fresh, after });
  }
}

function largest(known: readonly Rect[], target: Rect): Rect {
  return known
    .map((k) => intersect(k, target))
    .reduce((best, k) => (area(k) > area(best) ? k : best), fromEdges(target.x, target.y, target.x, target.y));
}

/** Completes a core that is narrower or lower than a window to one, where the target has room. */
function completeToWindow(core: Rect, target: Rect, size: Size, grid: number, paper: Paper): Rect {
  const narrow = core.width < Math.min(size.width, target.width);
  const low = core.height < Math.min(size.height, target.height);
  if (!narrow && !low) return core;
  const xs = narrow
    ? [around(core.x, core.width, target.x, target.width, size.width, grid)]
    : spread(core.x, core.width, size.width, grid);
  const ys = low
    ? [around(core.y, core.height, target.y, target.height, size.height, grid)]
    : spread(core.y, core.height, size.height, grid);
  for (const y of ys) for (const x of xs) paper.write({ x, y, ...size });
  return fromEdges(
    narrow ? Math.max(xs[0] ?? core.x, target.x) : core.x,
    low ? Math.max(ys[0] ?? core.y, target.y) : core.y,
    narrow ? Math.min((xs[0] ?? core.x) + size.width, right(target)) : right(core),
    low ? Math.min((ys[0] ?? core.y) + size.height, bottom(target)) : bottom(core),
  );
}

/** Start of a window around [start, start + length): the new part shared out as the target's is, the joint on the grid. */
function around(start: number, length: number, low: number, room: number, side: number, grid: number): number {
  if (room <= side) return low + Math.floor((room - side) / 2);
  const share = (start - low) / (room - length);
  const before = snap((side - length) * share, grid);
  return clamp(start - clamp(before, 0, side - length), low, low + room - side);
}

/** Starts of windows that cover [start, start + length) evenly with enough overlap, ordered from the middle outward. */
function spread(start: number, length: number, side: number, grid: number): number[] {
  if (length <= side) return [start + Math.floor((length - side) / 2)];
  const count = Math.ceil((length - side) / (side * (1 - OVERLAP))) + 1;
  const room = length - side;
  // On the grid but for the last, so that the joint with the neighbour falls between two latent cells.
  const at = Array.from(
    { length: count },
    (_, i) => start + (i === count - 1 ? room : snap((room * i) / (count - 1), grid)),
  );
  const middle = (count - 1) / 2;
  return at
    .map((position, i) => ({ position, distance: Math.abs(i - middle) }))
    .sort((a, b) => a.distance - b.distance || a.position - b.position)
    .map(({ position }) => position);
}

/** Grows the core along one axis to the target's edges: strips outward on both sides in turn, over the core's whole length. */
function growAlong(axis: 'x' | 'y', core: Rect, target: Rect, size: Size, grid: number, paper: Paper): Rect {
  const across = axis === 'x';
  const side = across ? size.width : size.height;
  const lines = across ? spread(core.y, core.height, size.height, grid) : spread(core.x, core.width, size.width, grid);
  const write = (at: number) => {
    for (const line of lines) paper.write(across ? { x: at, y: line, ...size } : { x: line, y: at, ...size });
  };
  let low = across ? core.x : core.y;
  let high = across ? right(core) : bottom(core);
  const before = thicknesses(low - (across ? target.x : target.y), side, grid);
  const after = thicknesses((across ? right(target) : bottom(target)) - high, side, grid);
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const less = before[i];
    if (less !== undefined) write((low -= less));
    const more = after[i];
    if (more !== undefined) write((high += more) - side);
  }
  return across
    ? fromEdges(target.x, core.y, right(target), bottom(core))
    : fromEdges(core.x, target.y, right(core), bottom(target));
}

/** Splits `distance` into strips of at most half a window, even and on the grid; the last may reach past the edge. */
function thicknesses(distance: number, side: number, grid: number): number[] {
  if (distance <= 0) return [];
  const step = side / 2 >= grid ? grid : 1;
  const half = Math.max(1, snapDown(side / 2, step));
  const count = Math.ceil(distance / half);
  const each = Math.min(half, snapUp(distance / count, step));
  const strips: number[] = [];
  for (let done = 0; done < distance; done += each) strips.push(each);
  const last = strips.length - 1;
  strips[last] = Math.min(each, snapUp(distance - each * last, step));
  return strips;
}
