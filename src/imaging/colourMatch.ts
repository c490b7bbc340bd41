import type { RgbaImage } from '../protocol/rgbaImage';
import { labToRgb, rgbToLab } from './lab';
import { emptyImage } from './emptyImage';

interface Statistics {
  mean: [number, number, number];
  deviation: [number, number, number];
}

/** Below this deviation (in Lab units) a channel is flat, and a ratio of deviations would be a ratio of noise. */
const FLAT = 1;
/** Contrast is corrected by at most this factor either way: more is content, not a decoder's habit. */
const MOST_CONTRAST = 1.25;

/**
 * Takes a decoder's tint and loss of contrast out of its output: mean and deviation in Lab are measured where both pictures
 * show the same (weight above 0), and the whole output is moved and stretched to the reference's. Same sizes; `weight` 0..1
 * a pixel. Returns an opaque picture; the output's own when nothing can be measured.
 */
export function colourMatch(output: RgbaImage, reference: RgbaImage, weight: Float32Array): RgbaImage {
  const from = measure(output, weight);
  const to = measure(reference, weight);
  if (!from || !to) return output;
  const scale = [0, 1, 2].map((c) => contrast(from.deviation[c] ?? 0, to.deviation[c] ?? 0));
  const matched = emptyImage(output.width, output.height);
  const lab = new Float64Array(3);
  const rgb = new Float64Array(3);
  for (let i = 0; i < matched.data.length; i += 4) {
    rgbToLab(output.data[i] ?? 0, output.data[i + 1] ?? 0, output.data[i + 2] ?? 0, lab);
    for (let c = 0; c < 3; c++) lab[c] = ((lab[c] ?? 0) - (from.mean[c] ?? 0)) * (scale[c] ?? 1) + (to.mean[c] ?? 0);
    labToRgb(lab[0] ?? 0, lab[1] ?? 0, lab[2] ?? 0, rgb);
    matched.data[i] = rgb[0] ?? 0;
    matched.data[i + 1] = rgb[1] ?? 0;
    matched.data[i + 2] = rgb[2] ?? 0;
    matched.data[i + 3] = 255;
  }
  return matched;
}

function contrast(from: number, to: number): number {
  if (from < FLAT || to < FLAT) return 1;
  return Math.min(Math.max(to / from, 1 / MOST_CONTRAST), MOST_CONTRAST);
}

/** Weighted mean and deviation of L, a and b; null without weight. */
function measure(image: RgbaImage, weight: Float32Array): Statistics | null {
  const lab = new Float64Array(3);
  const sum: [number, number, number] = [0, 0, 0];
  const squares: [number, number, number] = [0, 0, 0];
  let total = 0;
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i] ?? 0;
    if (w === 0) continue;
    rgbToLab(image.data[4 * i] ?? 0, image.data[4 * i + 1] ?? 0, image.data[4 * i + 2] ?? 0, lab);
    total += w;
    for (let c = 0; c < 3; c++) {
      sum[c] = (sum[c] ?? 0) + w * (lab[c] ?? 0);
      squares[c] = (squares[c] ?? 0) + w * (lab[c] ?? 0) ** 2;
    }
  }
  if (total === 0) return null;
  const mean = sum.map((s) => s / total);
  const deviation = squares.map((s, c) => Math.sqrt(Math.max(0, s / total - (mean[c] ?? 0) ** 2)));
  return {
    mean: [mean[0] ?? 0, mean[1] ?? 0, mean[2] ?? 0],
    deviation: [deviation[0] ?? 0, deviation[1] ?? 0, deviation[2] ?? 0],
  };
}
