/** A range of numbers, both ends included. */
export interface Range {
  min: number;
  max: number;
}

/** What can be asked for today. */
export const RANGES = {
  steps: { min: 1, max: 50 },
  guidanceScale: { min: 1, max: 15 },
  pictures: { min: 1, max: 4 },
  /** Of a picture, in pixels. */
  side: { min: 8, max: 4096 },
  /** Of the fade between old and new, in pixels. */
  fade: { min: 0, max: 256 },
  /** Characters. */
  prompt: { min: 0, max: 10_000 },
} as const satisfies Record<string, Range>;

/** What is read of stored things: more, so that what another version could do is never unreadable for a number. */
export const STORED_RANGES = {
  steps: { min: 1, max: 10_000 },
  guidanceScale: { min: 0, max: 1000 },
  pictures: { min: 1, max: 1000 },
  side: { min: 1, max: 100_000 },
  fade: { min: 0, max: 10_000 },
  prompt: { min: 0, max: 100_000 },
} as const satisfies Record<keyof typeof RANGES, Range>;

/** Most pixels of a picture that is kept: larger ones don't fit into the memory of a page beside the others. */
export const MAX_KEPT_PIXELS = 8192 * 8192;

/** The nearest value in the range. */
export const clampTo = ({ min, max }: Range, value: number): number => Math.min(max, Math.max(min, value));
