import type { RgbaImage } from '../protocol/rgbaImage';

export interface Joint {
  /** `vertical`: between the columns at - 1 and at; `horizontal`: between the rows. */
  direction: 'vertical' | 'horizontal';
  at: number;
  /** The part of the joint that is measured, along it. */
  from: number;
  to: number;
}

/** Pixels on each side of a joint that say how much the picture changes anyway. */
const INSIDE = 24;
/** Added to both gradients (levels of 255), so that two flat sides without a step measure 1, not 0/0. */
const FLOOR = 0.5;

/**
 * How visible a joint is: the mean absolute difference across it over that of neighbouring lines inside, both in levels
 * of 255 over the three colours. 1 = the joint is like the rest; a hidden step of 3 levels in a flat sky measures about 4.
 */
export function seamMeasure(image: RgbaImage, joint: Joint): number {
  const across = lineDifference(image, joint, joint.at);
  let inside = 0;
  let count = 0;
  const limit = joint.direction === 'vertical' ? image.width : image.height;
  for (let k = 2; k <= INSIDE; k++) {
    for (const at of [joint.at - k, joint.at + k]) {
      if (at < 1 || at >= limit) continue;
      inside += lineDifference(image, joint, at);
      count++;
    }
  }
  return (across + FLOOR) / ((count === 0 ? 0 : inside / count) + FLOOR);
}

/** Mean absolute difference between the lines at - 1 and at, in levels. */
function lineDifference(image: RgbaImage, { direction, from, to }: Joint, at: number): number {
  const step = direction === 'vertical' ? 1 : image.width;
  const along = direction === 'vertical' ? image.width : 1;
  let sum = 0;
  for (let t = from; t < to; t++) {
    const here = 4 * (at * step + t * along);
    for (let c = 0; c < 3; c++) sum += Math.abs((image.data[here + c] ?? 0) - (image.data[here - 4 * step + c] ?? 0));
  }
  return to > from ? sum / (3 * (to - from)) : 0;
}
