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

/** The middle one, or the mean of the two in the middle. Throws for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  const above = sorted[Math.floor(sorted.length / 2)];
  if (below === undefined || above === undefined) throw new Error('No values have no median.');
  return (below + above) / 2;
}
