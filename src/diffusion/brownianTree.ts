import { createNoiseStream, type NoiseDevice } from './noiseStream';
import { seedWords } from './seedSequence';

const f = Math.fround;
/** Places after the point that times are told apart by. */
const DIGITS = 6;
/** Values that drawn noise may hold between queries. */
const CACHED_VALUES = 2 ** 22;

interface Interval {
  start: number;
  end: number;
  /** The motion over the interval. */
  increment: Float32Array;
  /** Where it hangs in the tree: 0, or from the left 0 or 1 more than twice its parent's. */
  key: number;
  depth: number;
}

/**
 * One brownian motion for `size` values over the noise levels of a picture, looked at in any order: the tree of halved intervals of
 * torchsde (Kidger et al., 2021), as k-diffusion and diffusers use it for SDE samplers, with the same numbers for the same seed.
 */
export class BrownianTree {
  private readonly top: Interval;
  private readonly draws = new Map<number, Float32Array>();

  constructor(
    private readonly device: NoiseDevice,
    private readonly seed: number,
    private readonly size: number,
    lowest: number,
    highest: number,
  ) {
    const increment = this.draw(seedWords(seed, [], 1)[0] ?? 0).slice();
    const deviation = f(Math.sqrt(highest - lowest));
    for (let i = 0; i < size; i++) increment[i] = (increment[i] ?? 0) * deviation;
    this.top = { start: rounded(lowest), end: rounded(highest), increment, key: 0, depth: 0 };
  }

  /** The motion from one level to another over the root of their distance: noise of variance one. Levels beyond the tree are its ends. */
  noise(from: number, to: number): Float32Array<ArrayBuffer> {
    const inside = (level: number): number => Math.min(this.top.end, Math.max(this.top.start, level));
    const low = rounded(inside(Math.min(from, to)));
    const high = rounded(inside(Math.max(from, to)));
    const sum = new Float32Array(this.size);
    this.add(this.top, low, high, sum);
    const divisor = f(Math.sqrt(Math.abs(f(f(to) - f(from)))));
    const sign = from > to ? -1 : 1;
    for (let i = 0; i < sum.length; i++) sum[i] = (sign * (sum[i] ?? 0)) / divisor;
    return sum;
  }

  /** Adds what the motion does between two times within an interval. */
  private add(interval: Interval, low: number, high: number, sum: Float32Array): void {
    const { start, end, increment } = interval;
    if (low >= end || high <= start) return;
    if (low <= start && end <= high) {
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (increment[i] ?? 0);
      return;
    }
    for (const half of this.halves(interval)) this.add(half, low, high, sum);
  }

  /** Both halves of an interval: the left one by a brownian bridge, the right one what is left. */
  private halves({ start, end, increment, key, depth }: Interval): [Interval, Interval] {
    const middle = rounded(0.5 * (end + start));
    const noise = this.draw(seedWords(this.seed, [key, depth], 1)[0] ?? 0);
    const perLength = 1 / (end - start);
    const share = f(middle - start);
    const reciprocal = f(perLength);
    const deviation = f(Math.sqrt((middle - start) * (end - middle) * perLength));
    const left = new Float32Array(this.size);
    const right = new Float32Array(this.size);
    for (let i = 0; i < left.length; i++) {
      const whole = increment[i] ?? 0;
      const part = f(f(f(share * whole) * reciprocal) + f(deviation * (noise[i] ?? 0)));
      left[i] = part;
      right[i] = whole - part;
    }
    return [
      { start, end: middle, increment: left, key: 2 * key, depth: depth + 1 },
      { start: middle, end, increment: right, key: 2 * key + 1, depth: depth + 1 },
    ];
  }

  /** The noise of a seed; the last ones drawn are kept, as neighbouring steps walk down the same branches. */
  private draw(seed: number): Float32Array {
    const known = this.draws.get(seed);
    const noise = known ?? createNoiseStream(this.device, seed).draw(this.size);
    this.draws.delete(seed);
    this.draws.set(seed, noise);
    if (this.draws.size * this.size > CACHED_VALUES) {
      const [oldest] = this.draws.keys();
      if (oldest !== undefined && oldest !== seed) this.draws.delete(oldest);
    }
    return noise;
  }
}

function rounded(time: number): number {
  return Number(time.toFixed(DIGITS));
}
