// The inverse of the regularised incomplete beta function for a = b = 0.6, the only shape that schedules use.

const SHAPE = 0.6;
/** B(0.6, 0.6) = gamma(0.6)^2 / gamma(1.2). */
const BETA = 2.4153442080024723;

/** The value below which a share `probability` (0..1) of the Beta(0.6, 0.6) distribution lies. */
export function betaQuantile(probability: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  // Symmetric about one half: the lower half suffices, where the series converges quickly.
  return probability <= 0.5 ? lowerHalf(probability) : 1 - lowerHalf(1 - probability);
}

/** Newton's method on I(x) = p in u = x^0.6, in which I is nearly straight. */
function lowerHalf(probability: number): number {
  let u = probability * SHAPE * BETA;
  for (let i = 0; i < 50; i++) {
    const x = Math.min(u, 0.5 ** SHAPE) ** (1 / SHAPE);
    const slope = (1 - x) ** (SHAPE - 1) / (SHAPE * BETA);
    const step = (cumulative(x) - probability) / slope;
    u = x ** SHAPE - step;
    if (Math.abs(step) <= 1e-15 * u) break;
  }
  return u ** (1 / SHAPE);
}

/** I_x(0.6, 0.6) for x up to one half, by the series of (1 - t)^(b - 1) (Abramowitz and Stegun, 26.5.4). */
function cumulative(x: number): number {
  let sum = 0;
  let term = 1;
  for (let n = 0; n < 200; n++) {
    const part = term / (SHAPE + n);
    sum += part;
    if (part < sum * 1e-17) break;
    term *= (x * (n + 1 - SHAPE)) / (n + 1);
  }
  return (x ** SHAPE * sum) / BETA;
}
