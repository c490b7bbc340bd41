/**
 * Exact Euclidean distance to the nearest seed and which seed that is, for every pixel: two passes of parabolas
 * (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", 2012). Linear in the pixels.
 */
export interface NearestSeeds {
  /** Squared distance in pixels; Infinity where there is no seed at all. */
  squared: Float64Array;
  /** Index (y * width + x) of the nearest seed, -1 where there is none. */
  index: Int32Array;
}

/** `verticalCost`: how many pixels a step up or down counts for. */
export function nearestSeeds(
  width: number,
  height: number,
  isSeed: (index: number) => boolean,
  verticalCost = 1,
): NearestSeeds {
  const squared = new Float64Array(width * height).fill(Infinity);
  const index = new Int32Array(width * height).fill(-1);
  // Columns need no parabolas: the nearest seed in a column is the last one seen from above or from below.
  for (let x = 0; x < width; x++) {
    for (const [from, to, step] of [
      [0, height, 1],
      [height - 1, -1, -1],
    ] as const) {
      let seed = -1;
      for (let y = from; y !== to; y += step) {
        const i = y * width + x;
        if (isSeed(i)) seed = y;
        if (seed < 0) continue;
        const d = ((y - seed) * verticalCost) ** 2;
        if (d < (squared[i] ?? 0)) {
          squared[i] = d;
          index[i] = seed * width + x;
        }
      }
    }
  }
  const row = new Float64Array(width);
  const rowIndex = new Int32Array(width);
  const vertex = new Int32Array(width);
  const start = new Float64Array(width + 1);
  for (let y = 0; y < height; y++) {
    row.set(squared.subarray(y * width, (y + 1) * width));
    rowIndex.set(index.subarray(y * width, (y + 1) * width));
    const count = lowerEnvelope(row, vertex, start);
    let k = 0;
    for (let x = 0; x < width && count > 0; x++) {
      while (k + 1 < count && (start[k + 1] ?? Infinity) < x) k++;
      const v = vertex[k] ?? 0;
      squared[y * width + x] = (x - v) ** 2 + (row[v] ?? 0);
      index[y * width + x] = rowIndex[v] ?? -1;
    }
  }
  return { squared, index };
}

/** The parabolas x -> (x - v)^2 + f[v] that are lowest somewhere: their v into `vertex`, where each begins into `start`. Returns how many. */
function lowerEnvelope(f: Float64Array, vertex: Int32Array, start: Float64Array): number {
  let count = 0;
  for (let q = 0; q < f.length; q++) {
    const fq = f[q] ?? Infinity;
    if (fq === Infinity) continue;
    let begin = -Infinity;
    while (count > 0) {
      const v = vertex[count - 1] ?? 0;
      begin = (fq + q * q - ((f[v] ?? 0) + v * v)) / (2 * (q - v));
      if (begin > (start[count - 1] ?? -Infinity)) break;
      count--;
      begin = -Infinity;
    }
    vertex[count] = q;
    start[count] = begin;
    count++;
  }
  return count;
}
