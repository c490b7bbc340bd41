import { fma } from './floatMath';

/** How much noise each step of the training adds, as diffusers' schedulers name it. */
export interface Betas {
  schedule: 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';
  /** Beta of the first and the last training step; `squaredcos_cap_v2` has its own. */
  start: number;
  end: number;
  /** Training steps, 1000 nearly everywhere. */
  steps: number;
  /** A list instead of a formula (diffusers' `trained_betas`). */
  trained?: readonly number[];
}

const f = Math.fround;

/**
 * The cumulative product of 1 - beta ("alpha bar") after each training step, as float32 numbers, rounded wherever PyTorch rounds: near 1
 * a last bit of it is four digits of the noise level. `zeroTerminalSnr` makes the last step pure noise (Lin et al., 2023, algorithm 1).
 */
export function alphaBars(betas: Betas, zeroTerminalSnr = false): Float32Array<ArrayBuffer> {
  const bars = cumulativeProduct(betaList(betas).map((beta) => f(1 - beta)));
  return zeroTerminalSnr ? withoutTerminalSignal(bars) : bars;
}

function betaList({ schedule, start, end, steps, trained }: Betas): number[] {
  if (trained) return trained.map(f);
  switch (schedule) {
    case 'linear':
      return linspaceFloat32(start, end, steps);
    case 'scaled_linear':
      return linspaceFloat32(Math.sqrt(start), Math.sqrt(end), steps).map((root) => f(root * root));
    case 'squaredcos_cap_v2':
      return Array.from({ length: steps }, (_, i) =>
        f(Math.min(1 - cosineBar((i + 1) / steps) / cosineBar(i / steps), 0.999)),
      );
  }
}

/** Nichol and Dhariwal (2021), eq. 17. */
function cosineBar(t: number): number {
  return Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
}

/** `torch.linspace` in float32: from both ends to the middle, a fused multiply-add a value. */
function linspaceFloat32(start: number, end: number, steps: number): number[] {
  const first = f(start);
  const last = f(end);
  const step = f(f(last - first) / f(steps - 1));
  return Array.from({ length: steps }, (_, i) =>
    i < Math.floor(steps / 2) ? fma(step, i, first) : fma(-step, steps - 1 - i, last),
  );
}

/** `torch.cumprod` in float32: kept in double, each result rounded. */
function cumulativeProduct(values: readonly number[]): Float32Array<ArrayBuffer> {
  let product = 1;
  return Float32Array.from(values, (value) => (product *= value));
}

function withoutTerminalSignal(bars: Float32Array): Float32Array<ArrayBuffer> {
  const roots = Float32Array.from(bars, Math.sqrt);
  const first = roots[0] ?? 1;
  const last = roots.at(-1) ?? 0;
  const scale = f(first / f(first - last));
  const rescaled = roots.map((root) => f(f(root - last) * scale) ** 2);
  // Back to betas and up again, as the schedulers do it: the roundings belong to the result.
  return cumulativeProduct(
    Array.from(rescaled, (bar, i) => f(1 - f(1 - (i === 0 ? bar : f(bar / (rescaled[i - 1] ?? 1)))))),
  );
}
