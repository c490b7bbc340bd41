import { area, type Rect } from '../geometry/rect';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';

/** 255 where a picture's pixel is unknown (alpha 0), 0 where it is known. */
export function unknownMask(image: RgbaImage): Mask {
  const data = new Uint8Array(image.width * image.height);
  for (let i = 0; i < data.length; i++) data[i] = image.data[4 * i + 3] === 0 ? 255 : 0;
  return { width: image.width, height: image.height, data };
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
 */
export function zeroRects(mask: Mask): Rect[] {
  const rects: Rect[] = [];
  let open = new Map<string, Rect>();
  for (let y = 0; y < mask.height; y++) {
    const next = new Map<string, Rect>();
    for (const [x, width] of runs(mask, y)) {
      const key = `${x}:${width}`;
      const rect = open.get(key) ?? { x, y, width, height: 0 };
      if (rect.height === 0) rects.push(rect);
      rect.height++;
      next.set(key, rect);
    }
    open = next;
  }
  const largest = largestZeroRect(mask);
  return area(largest) === 0 ? [] : [largest, ...rects];
}

function runs(mask: Mask, y: number): [x: number, width: number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let x = 0; x <= mask.width; x++) {
    const zero = x < mask.width && mask.data[y * mask.width + x] === 0;
    if (zero && start < 0) start = x;
    if (!zero && start >= 0) {
      found.push([start, x - start]);
      start = -1;
    }
  }
  return found;
}

/** The largest rectangle of zeros, by the stack of rising columns; linear in the pixels. */
function largestZeroRect(mask: Mask): Rect {
  const heights = new Int32Array(mask.width + 1);
  let best: Rect = { x: 0, y: 0, width: 0, height: 0 };
  for (let y = 0; y < mask.height; y++) {
    const stack: { x: number; height: number }[] = [];
    for (let x = 0; x <= mask.width; x++) {
      const height = x < mask.width && mask.data[y * mask.width + x] === 0 ? (heights[x] ?? 0) + 1 : 0;
      heights[x] = height;
      let start = x;
      for (let top = stack.at(-1); top && top.height >= height; top = stack.at(-1)) {
        stack.pop();
        start = top.x;
        const width = x - top.x;
        if (width * top.height > area(best)) best = { x: top.x, y: y - top.height + 1, width, height: top.height };
      }
      stack.push({ x: start, height });
    }
  }
  return best;
}
