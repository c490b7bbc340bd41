import { fromEdges } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import type { Mask } from '../../protocol/rgbaImage';
import type { Point } from '../view';

/** A round brush where it touches the plane: centre and radius in picture pixels. */
export interface Dab extends Point {
  radius: number;
}

/** Every pixel that a stroke from one dab to the next can reach. */
export function segmentRect(a: Dab, b: Dab): Rect {
  return fromEdges(
    Math.floor(Math.min(a.x - a.radius, b.x - b.radius)) - 1,
    Math.floor(Math.min(a.y - a.radius, b.y - b.radius)) - 1,
    Math.ceil(Math.max(a.x + a.radius, b.x + b.radius)) + 1,
    Math.ceil(Math.max(a.y + a.radius, b.y + b.radius)) + 1,
  );
}

/**
 * Coverage 0..1 at distance `d` from the middle of a brush: 1 up to the soft part, then a smooth fall to 0 at the rim.
 * `softness` 0 leaves one pixel for antialiasing, 1 falls from the very middle.
 */
export function coverage(d: number, radius: number, softness: number): number {
  const soft = Math.max(1, radius * softness);
  const t = (radius + 0.5 - d) / soft;
  if (t >= 1) return 1;
  if (t <= 0) return 0;
  return t * t * (3 - 2 * t);
}

/**
 * Paints the straight stroke between two dabs into `target`, whose top left pixel lies at `origin` in the plane. Each pixel
 * takes the larger of what it has and the stroke: crossing strokes do not add up to dark blots.
 */
export function paintSegment(target: Mask, origin: Point, a: Dab, b: Dab, softness: number): void {
  const reach = segmentRect(a, b);
  const left = Math.max(0, reach.x - origin.x);
  const top = Math.max(0, reach.y - origin.y);
  const end = Math.min(target.width, reach.x + reach.width - origin.x);
  const low = Math.min(target.height, reach.y + reach.height - origin.y);
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const lengthSquared = dx * dx + dy * dy;
  for (let y = top; y < low; y++) {
    const py = origin.y + y + 0.5;
    for (let x = left; x < end; x++) {
      const px = origin.x + x + 0.5;
      const along = lengthSquared === 0 ? 0 : ((px - a.x) * dx + (py - a.y) * dy) / lengthSquared;
      const t = Math.min(1, Math.max(0, along));
      const radius = a.radius + (b.radius - a.radius) * t;
      const distance = Math.hypot(px - (a.x + dx * t), py - (a.y + dy * t));
      const value = Math.round(255 * coverage(distance, radius, softness));
      const at = y * target.width + x;
      if (value > (target.data[at] ?? 0)) target.data[at] = value;
    }
  }
}

/** Adds (`erase` false) or takes away a layer of coverage of the same size. */
export function combine(base: Mask, layer: Mask, erase: boolean): Mask {
  const data = new Uint8Array(base.data.length);
  for (let i = 0; i < data.length; i++) {
    const b = base.data[i] ?? 0;
    const l = layer.data[i] ?? 0;
    data[i] = erase ? Math.min(b, 255 - l) : Math.max(b, l);
  }
  return { width: base.width, height: base.height, data };
}

/** Coverage of a closed shape given by its corners in the plane (even-odd), four samples a pixel in each direction. */
export function polygonMask(points: readonly Point[], region: Rect): Mask {
  const SAMPLES = 4;
  const data = new Uint8Array(region.width * region.height);
  const sums = new Uint16Array(region.width);
  for (let y = 0; y < region.height; y++) {
    sums.fill(0);
    for (let s = 0; s < SAMPLES; s++) {
      const crossings = crossingsAt(points, region.y + y + (s + 0.5) / SAMPLES);
      for (let c = 0; c + 1 < crossings.length; c += 2) {
        addSpan(sums, (crossings[c] ?? 0) - region.x, (crossings[c + 1] ?? 0) - region.x, SAMPLES);
      }
    }
    for (let x = 0; x < region.width; x++) {
      data[y * region.width + x] = Math.round(((sums[x] ?? 0) * 255) / (SAMPLES * SAMPLES));
    }
  }
  return { width: region.width, height: region.height, data };
}

/** Sorted x of the edges that a horizontal line meets. */
function crossingsAt(points: readonly Point[], y: number): number[] {
  const xs: number[] = [];
  let previous = points[points.length - 1];
  for (const point of points) {
    if (previous && previous.y <= y !== point.y <= y) {
      xs.push(previous.x + ((y - previous.y) * (point.x - previous.x)) / (point.y - previous.y));
    }
    previous = point;
  }
  return xs.sort((a, b) => a - b);
}

/** Adds one row of samples between two x to the pixel sums. */
function addSpan(sums: Uint16Array, from: number, to: number, samples: number): void {
  const first = Math.max(0, Math.round(from * samples));
  const last = Math.min(sums.length * samples, Math.round(to * samples));
  for (let i = first; i < last;) {
    const pixel = Math.floor(i / samples);
    const next = Math.min(last, (pixel + 1) * samples);
    sums[pixel] = (sums[pixel] ?? 0) + next - i;
    i = next;
  }
}

/** The smallest rectangle around a shape's corners. */
export function shapeRect(points: readonly Point[]): Rect {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  return fromEdges(
    Math.floor(Math.min(...xs)),
    Math.floor(Math.min(...ys)),
    Math.ceil(Math.max(...xs)),
    Math.ceil(Math.max(...ys)),
  );
}
