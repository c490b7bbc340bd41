import { area, bottom, right, type Rect } from '../geometry/rect';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';

/** A pixel is known where it covers at least half of its place (alpha): the soft edge of a cut-out is a pixel or not, as everything else. */
const KNOWN = 128;

/** 255 where a picture's pixel is unknown (alpha below one half), 0 where it is known. */
export function unknownMask(image: RgbaImage): Mask {
  const data = new Uint8Array(image.width * image.height);
  for (let i = 0; i < data.length; i++) data[i] = (image.data[4 * i + 3] ?? 0) < KNOWN ? 255 : 0;
  return { width: image.width, height: image.height, data };
}

/** Whether all of a picture's pixels are known. */
export function isAllKnown({ data }: RgbaImage): boolean {
  for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) < KNOWN) return false;
  return true;
}

/**
 * A copy without half-transparent pixels: what is known is opaque, all else transparent black. What an expansion starts from: it paints all
 * that is unknown, so that nothing may stay half there around what was cut out.
 */
export function knownOnly(image: RgbaImage): RgbaImage {
  const data = image.data.slice();
  for (let i = 0; i < data.length; i += 4) {
    if ((data[i + 3] ?? 0) < KNOWN) data.fill(0, i, i + 4);
    else data[i + 3] = 255;
  }
  return { ...image, data };
}

/** Bounding box of all values above 0; empty when there are none. */
export function maskBounds(mask: Mask): Rect {
  let left = mask.width;
  let top = mask.height;
  let rightEdge = 0;
  let bottomEdge = 0;
  for (let y = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++) {
      if (mask.data[y * mask.width + x] === 0) continue;
      left = Math.min(left, x);
      top = Math.min(top, y);
      rightEdge = Math.max(rightEdge, x + 1);
      bottomEdge = Math.max(bottomEdge, y + 1);
    }
  }
  if (rightEdge === 0) return { x: 0, y: 0, width: 0, height: 0 };
  return { x: left, y: top, width: rightEdge - left, height: bottomEdge - top };
}

/**
 * The places where a mask is 0, as rectangles: the largest one first (it is what an expansion grows from), then all of
 * them, so the first overlaps others. Rows with the same runs become one rectangle, so a picture on a plane gives two.
 *
 * `xs` and `ys` say where the mask's columns and rows begin, and where the last ones end: a pixel each, unless given.
 */
export function zeroRects(
  mask: Mask,
  xs: readonly number[] = edgesOfPixels(mask.width),
  ys: readonly number[] = edgesOfPixels(mask.height),
): Rect[] {
  const rects: Rect[] = [];
  let open = new Map<string, Rect>();
  for (let row = 0; row < mask.height; row++) {
    const next = new Map<string, Rect>();
    const y = ys[row] ?? 0;
    for (const [from, to] of runs(mask, row)) {
      const key = `${from}:${to}`;
      const x = xs[from] ?? 0;
      const rect = open.get(key) ?? { x, y, width: (xs[to] ?? 0) - x, height: 0 };
      if (rect.height === 0) rects.push(rect);
      rect.height = (ys[row + 1] ?? 0) - rect.y;
      next.set(key, rect);
    }
    open = next;
  }
  const largest = largestZeroRect(mask, xs, ys);
  return area(largest) === 0 ? [] : [largest, ...rects];
}

/** What rectangles cover together, in the form of `zeroRects`. Costs by the number of rectangles, not by their pixels. */
export function unionOf(rects: readonly Rect[]): Rect[] {
  const xs = sorted(rects.flatMap((r) => [r.x, right(r)]));
  const ys = sorted(rects.flatMap((r) => [r.y, bottom(r)]));
  const width = Math.max(0, xs.length - 1);
  const height = Math.max(0, ys.length - 1);
  const data = new Uint8Array(width * height).fill(255);
  const column = new Map(xs.map((x, i) => [x, i]));
  const row = new Map(ys.map((y, i) => [y, i]));
  for (const r of rects) {
    const from = column.get(r.x) ?? 0;
    const to = column.get(right(r)) ?? 0;
    for (let y = row.get(r.y) ?? 0; y < (row.get(bottom(r)) ?? 0); y++) data.fill(0, y * width + from, y * width + to);
  }
  return zeroRects({ width, height, data }, xs, ys);
}

const edgesOfPixels = (length: number): number[] => Array.from({ length: length + 1 }, (_, i) => i);
const sorted = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** Where zeros begin and end in a row, by columns. */
function runs(mask: Mask, y: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let x = 0; x <= mask.width; x++) {
    const zero = x < mask.width && mask.data[y * mask.width + x] === 0;
    if (zero && start < 0) start = x;
    if (!zero && start >= 0) {
      found.push([start, x]);
      start = -1;
    }
  }
  return found;
}

/** The largest rectangle of zeros, by the stack of rising columns; linear in the mask's size. */
function largestZeroRect(mask: Mask, xs: readonly number[], ys: readonly number[]): Rect {
  const heights = new Int32Array(mask.width + 1);
  let best: Rect = { x: 0, y: 0, width: 0, height: 0 };
  for (let y = 0; y < mask.height; y++) {
    const stack: { x: number; height: number }[] = [];
    const end = ys[y + 1] ?? 0;
    const more = end - (ys[y] ?? 0);
    for (let x = 0; x <= mask.width; x++) {
      const height = x < mask.width && mask.data[y * mask.width + x] === 0 ? (heights[x] ?? 0) + more : 0;
      heights[x] = height;
      let start = x;
      for (let top = stack.at(-1); top && top.height >= height; top = stack.at(-1)) {
        stack.pop();
        start = top.x;
        const left = xs[top.x] ?? 0;
        const width = (xs[x] ?? 0) - left;
        if (width * top.height > area(best)) best = { x: left, y: end - top.height, width, height: top.height };
      }
      stack.push({ x: start, height });
    }
  }
  return best;
}
