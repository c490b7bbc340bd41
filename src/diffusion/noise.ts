import { linearCombination } from './linearCombination';
import { createNoiseStream } from './noiseStream';

/** `torch.randn(size, generator=torch.Generator('cpu').manual_seed(seed))`: the first draw of a stream. */
export function randn(seed: number, size: number): Float32Array<ArrayBuffer> {
  return createNoiseStream('cpu', seed).draw(size);
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
  return linearCombination([
    [wa, a],
    [wb, b],
  ]);
}
