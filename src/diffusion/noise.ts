import { logFloat32, sinCosFloat32 } from './floatMath';
import { MersenneTwister } from './mersenneTwister';

const f = Math.fround;
const TWO_PI = f(2 * Math.PI);
/** Values the vector code of PyTorch makes at once. */
const BLOCK = 16;

/**
 * `torch.randn(size, generator=torch.Generator('cpu').manual_seed(seed))`, bit for bit (checked against PyTorch 2.13 on x86-64 with
 * AVX2). `seed`: a whole number from 0 to 2^53 - 1; `size`: how many values.
 */
export function randn(seed: number, size: number): Float32Array<ArrayBuffer> {
  const generator = new MersenneTwister(seed);
  const values = new Float32Array(size);
  if (size < BLOCK) {
    fillOneByOne(values, generator);
    return values;
  }
  for (let i = 0; i < size; i++) values[i] = generator.uniform24();
  for (let start = 0; start + BLOCK <= size; start += BLOCK) boxMuller(values, start);
  if (size % BLOCK !== 0) {
    // PyTorch draws the last 16 values anew, over some that were done already.
    const start = size - BLOCK;
    for (let i = start; i < size; i++) values[i] = generator.uniform24();
    boxMuller(values, start);
  }
  return values;
}

/** 16 uniform values to 16 normal ones, in place: the first 8 give the radius, the others the angle (Box and Muller, 1958). */
function boxMuller(values: Float32Array, start: number): void {
  const half = BLOCK / 2;
  for (let i = start; i < start + half; i++) {
    const radius = f(Math.sqrt(f(-2 * logFloat32(f(1 - (values[i] ?? 0))))));
    const { sin, cos } = sinCosFloat32(f(TWO_PI * (values[i + half] ?? 0)));
    values[i] = f(radius * cos);
    values[i + half] = f(radius * sin);
  }
}

/** The path of short tensors: double precision, two normal values from two uniform ones. */
function fillOneByOne(values: Float32Array, generator: MersenneTwister): void {
  for (let i = 0; i < values.length; i += 2) {
    const angle = 2 * Math.PI * generator.uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-generator.uniform53()));
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
}

/**
 * Spherical interpolation from one noise to another of the same length, `t` from 0 (a) to 1 (b); keeps the length of the vector, so that
 * the result is as noisy as both (Shoemake, 1985). Nearly parallel vectors are mixed linearly.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array<ArrayBuffer> {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const cosine = ab / Math.sqrt(aa * bb);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const parallel = !(Math.abs(cosine) < 0.9995);
  const wa = parallel ? 1 - t : Math.sin((1 - t) * angle) / Math.sin(angle);
  const wb = parallel ? t : Math.sin(t * angle) / Math.sin(angle);
  return Float32Array.from(a, (x, i) => wa * x + wb * (b[i] ?? 0));
}
