/** The nearest multiple of `grid` (a whole number, at least 1); halves go up. */
export function snap(value: number, grid: number): number {
  return Math.floor(value / grid + 0.5) * grid;
}

export function snapDown(value: number, grid: number): number {
  return Math.floor(value / grid) * grid;
}

export function snapUp(value: number, grid: number): number {
  return Math.ceil(value / grid) * grid;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
