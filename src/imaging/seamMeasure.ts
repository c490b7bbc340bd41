import type { RgbaImage } from '../protocol/rgbaImage';

export interface Joint {
  /** `vertical`: between the columns at - 1 and at; `horizontal`: between the rows. */
  direction: 'vertical' | 'horizontal';
  at: number;
  /** The part of the joint that is measured, along it. */
  from: number;
  to: number;
}

/** How many pairs of lines on each side say how much the picture changes anyway. */
const INSIDE = 24;
/** Added to both differences (levels of 255), so that two flat sides without a step measure 1, not 0/0. */
const FLOOR = 0.5;

/**
 * How visible a joint is: the mean absolute difference of the two lines beside it over that of lines equally far apart
 * inside, in levels of 255 over the three colours. 1 = the joint is like the rest; a step of 3 levels in a flat sky measures
 * about 4. Inside is both sides, or `quieter`, the one of them where less changes: the sterner measure.
 * A joint that fades over the `fade` lines before `at` (after it, where `fade` is negative) is measured from one end of the
 * fade to the other: a fade hides a step from neighbouring lines, not from the eye.
 */
export function seamMeasure(image: RgbaImage, joint: Joint, fade = 0, inside: 'both' | 'quieter' = 'both'): number {
  const first = joint.at - 1 - Math.max(fade, 0);
  const last = joint.at - Math.min(fade, 0);
  const apart = last - first;
  const limit = joint.direction === 'vertical' ? image.width : image.height;
  const meanOf = (firstLines: number[]) => {
    const lines = firstLines.filter((from) => from >= 0 && from + apart < limit);
    const sum = lines.reduce((total, from) => total + lineDifference(image, joint, from, from + apart), 0);
    return lines.length === 0 ? 0 : sum / lines.length;
  };
  const steps = Array.from({ length: INSIDE }, (_, k) => k + 1);
  const sides = [meanOf(steps.map((k) => first - k - apart)), meanOf(steps.map((k) => last + k))] as const;
  const usual = inside === 'quieter' ? Math.min(...sides) : (sides[0] + sides[1]) / 2;
  return (lineDifference(image, joint, first, last) + FLOOR) / (usual + FLOOR);
}

/** Mean absolute difference between two lines, in levels. */
function lineDifference(image: RgbaImage, { direction, from, to }: Joint, a: number, b: number): number {
  const step = direction === 'vertical' ? 1 : image.width;
  const along = direction === 'vertical' ? image.width : 1;
  let sum = 0;
  for (let t = from; t < to; t++) {
    const one = 4 * (a * step + t * along);
    const other = 4 * (b * step + t * along);
    for (let c = 0; c < 3; c++) sum += Math.abs((image.data[one + c] ?? 0) - (image.data[other + c] ?? 0));
  }
  return to > from ? sum / (3 * (to - from)) : 0;
}
