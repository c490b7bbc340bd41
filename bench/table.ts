/** One measured number. */
export interface Row {
  what: string;
  value: number;
  unit: string;
  /** What the number should be, in words, and whether it is. */
  goal?: string;
  ok?: boolean;
}

/** A benchmark module exports one of these. */
export interface Benchmark {
  name: string;
  run(): Promise<Row[]>;
}

/** A row whose value should be at most `limit`. */
export function atMost(what: string, value: number, unit: string, limit: number): Row {
  return { what, value, unit, goal: `at most ${limit} ${unit}`, ok: value <= limit };
}

/** A row whose value should be at least `limit`. */
export function atLeast(what: string, value: number, unit: string, limit: number): Row {
  return { what, value, unit, goal: `at least ${limit} ${unit}`.trimEnd(), ok: value >= limit };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
