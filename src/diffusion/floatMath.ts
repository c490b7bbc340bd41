// Logarithm, sine and cosine in float32 as the vector code of PyTorch's normal distribution computes them: the polynomials of
// the Cephes library (S. Moshier, single precision), with the multiplications and additions fused as its compiler fuses them. The last
// bit matters: the same seed must give the same noise as elsewhere, so Math.log and Math.sin won't do.

const f = Math.fround;
const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f);
const SQRT_HALF = f(Math.SQRT1_2);
const LN2_LOW = f(-2.1219444e-4);
const LN2_HIGH = f(0.693359375);

const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);
const FOUR_OVER_PI = f(4 / Math.PI);
/** Pi / 4 in three parts, so that subtracting a multiple of it loses nothing. */
const QUARTER_PI = [0.78515625, 2.4187564849853516e-4, 3.774894977445941e-8].map(f);

/** a * b + c of float32 numbers with one rounding. */
export function fma(a: number, b: number, c: number): number {
  const product = a * b; // exact: 24 + 24 bits fit a double's 53
  const sum = product + c;
  const nearest = f(sum);
  // What the double sum itself rounded away (Knuth's two-sum) decides where that sum lies halfway between two float32 numbers.
  const back = sum - product;
  const lost = product - (sum - back) + (c - back);
  if (lost === 0 || nearest === sum) return nearest;
  const other = nearest + 2 * (sum - nearest);
  return f(other) === other && lost > 0 === sum > nearest ? other : nearest;
}

/** a0 x^n + a1 x^(n-1) + ... + an, a rounding a term. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0] ?? 0;
  for (let i = 1; i < coefficients.length; i++) sum = fma(sum, x, coefficients[i] ?? 0);
  return sum;
}

/** Natural logarithm of a normal positive float32. */
export function logFloat32(value: number): number {
  float[0] = value;
  const pattern = bits[0] ?? 0;
  bits[0] = (pattern & 0x007fffff) | 0x3f000000;
  const mantissa = float[0] ?? 0;
  let exponent = (pattern >>> 23) - 126;
  let x = f(mantissa - 1);
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    x = f(x + mantissa);
  }
  const square = f(x * x);
  const y = fma(f(polynomial(LOG, x) * x), square, f(exponent * LN2_LOW));
  return fma(exponent, LN2_HIGH, f(x + fma(square, -0.5, y)));
}

/** Sine and cosine of a float32 from 0 to about 8192. */
export function sinCosFloat32(angle: number): { sin: number; cos: number } {
  const octant = (Math.trunc(f(angle * FOUR_OVER_PI)) + 1) & ~1;
  let x = angle;
  for (const part of QUARTER_PI) x = fma(octant, -part, x);
  const square = f(x * x);
  const cosine = f(fma(f(polynomial(COS, square) * square), square, f(square * -0.5)) + 1);
  const sine = fma(f(polynomial(SIN, square) * square), x, x);
  const swap = (octant & 2) !== 0;
  const sin = swap ? cosine : sine;
  const cos = swap ? sine : cosine;
  return { sin: octant & 4 ? -sin : sin, cos: (octant + 2) & 4 ? -cos : cos };
}
