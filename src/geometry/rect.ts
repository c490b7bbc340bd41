/** An axis-aligned rectangle in whole pixels: x, y of the top left corner, then the sides. Empty when a side is 0. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

export const right = (r: Rect): number => r.x + r.width;
export const bottom = (r: Rect): number => r.y + r.height;
export const area = (r: Size): number => r.width * r.height;
export const isEmpty = (r: Size): boolean => r.width <= 0 || r.height <= 0;

/** The rectangle between two corners; reversed corners give an empty one. */
export function fromEdges(left: number, top: number, rightEdge: number, bottomEdge: number): Rect {
  return { x: left, y: top, width: Math.max(0, rightEdge - left), height: Math.max(0, bottomEdge - top) };
}

export function equals(a: Rect, b: Rect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** The common part; its sides are 0 where there is none. */
export function intersect(a: Rect, b: Rect): Rect {
  return fromEdges(
    Math.max(a.x, b.x),
    Math.max(a.y, b.y),
    Math.min(right(a), right(b)),
    Math.min(bottom(a), bottom(b)),
  );
}

/** The smallest rectangle around both; an empty one adds nothing. */
export function union(a: Rect, b: Rect): Rect {
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  return fromEdges(
    Math.min(a.x, b.x),
    Math.min(a.y, b.y),
    Math.max(right(a), right(b)),
    Math.max(bottom(a), bottom(b)),
  );
}

/** Whether every pixel of `inner` is in `outer`. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    isEmpty(inner) ||
    (inner.x >= outer.x && inner.y >= outer.y && right(inner) <= right(outer) && bottom(inner) <= bottom(outer))
  );
}

/** Grown by `by` pixels on every side; a negative amount shrinks it, down to an empty rectangle. */
export function outset(r: Rect, by: number): Rect {
  return fromEdges(r.x - by, r.y - by, right(r) + by, bottom(r) + by);
}

export function translate(r: Rect, dx: number, dy: number): Rect {
  return { x: r.x + dx, y: r.y + dy, width: r.width, height: r.height };
}

/** What is left of `a` without `b`, as at most four rectangles that don't overlap. */
function subtract(a: Rect, b: Rect): Rect[] {
  const cut = intersect(a, b);
  if (isEmpty(cut)) return isEmpty(a) ? [] : [a];
  return [
    fromEdges(a.x, a.y, right(a), cut.y),
    fromEdges(a.x, bottom(cut), right(a), bottom(a)),
    fromEdges(a.x, cut.y, cut.x, bottom(cut)),
    fromEdges(right(cut), cut.y, right(a), bottom(cut)),
  ].filter((part) => !isEmpty(part));
}

/** What is left of non-overlapping `rects` without `cut`; stays non-overlapping. */
export function subtractFromAll(rects: readonly Rect[], cut: Rect): Rect[] {
  return rects.flatMap((r) => subtract(r, cut));
}

/** Whether every pixel of `inner` is in one of `rects`, which may overlap. */
export function covers(rects: readonly Rect[], inner: Rect): boolean {
  return rects.reduce<Rect[]>((rest, rect) => subtractFromAll(rest, rect), [inner]).every(isEmpty);
}
