import type { Mask } from '../protocol/rgbaImage';

/**
 * Moves a mask's edge outward by `by` pixels on all sides, however soft it is: each pixel takes the largest value within that distance
 * (greyscale dilation by a disc). A negative amount moves it inward: each takes the smallest one (erosion). Past the
 * image's border nothing is known: it neither grows in from there nor shrinks.
 */
export function grow(mask: Mask, by: number): Mask {
  if (by >= 0) return dilate(mask, by);
  return inverted(dilate(inverted(mask), -by));
}

const inverted = (mask: Mask): Mask => ({ ...mask, data: mask.data.map((value) => 255 - value) });

/** A disc is a stack of lines: each row's running maximum, over as long a line as the disc has there, goes into the rows that far off. */
function dilate({ width, height, data }: Mask, radius: number): Mask {
  const out = new Uint8Array(data);
  const wide = new Uint8Array(width);
  const queue = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    if (row.every((value) => value === 0)) continue;
    for (let off = 0; off <= radius; off++) {
      runningMaximum(row, Math.floor(Math.sqrt(radius * radius - off * off)), wide, queue);
      if (y >= off) raise(out, (y - off) * width, wide);
      if (off > 0 && y + off < height) raise(out, (y + off) * width, wide);
    }
  }
  return { width, height, data: out };
}

/** The largest value within `reach` on either side of each. `queue` is as long as the row, and holds the places that can still be it. */
function runningMaximum(row: Uint8Array, reach: number, out: Uint8Array, queue: Int32Array): void {
  let first = 0;
  let end = 0;
  for (let x = 0; x < row.length + reach; x++) {
    if (x < row.length) {
      const value = row[x] ?? 0;
      while (end > first && (row[queue[end - 1] ?? 0] ?? 0) <= value) end--;
      queue[end++] = x;
    }
    const at = x - reach;
    if (at < 0) continue;
    while ((queue[first] ?? 0) < at - reach) first++;
    out[at] = row[queue[first] ?? 0] ?? 0;
  }
}

function raise(out: Uint8Array, start: number, line: Uint8Array): void {
  for (let x = 0; x < line.length; x++) {
    const value = line[x] ?? 0;
    if (value > (out[start + x] ?? 0)) out[start + x] = value;
  }
}
