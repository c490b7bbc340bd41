import { linearCombination } from './linearCombination';

// Masks at the latents' resolution: one float a cell, 1 = repaint, 0 = keep, between = a soft edge. Latents are channels first, so a mask
// of n cells applies to each run of n values.

/** mask * a + (1 - mask) * b, cell by cell in every channel. */
export function blendByMask(mask: Float32Array, a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const cells = mask.length || a.length;
  const result = new Float32Array(a.length);
  for (let start = 0; start < result.length; start += cells) {
    for (let i = 0; i < cells; i++) {
      const weight = mask[i] ?? 1;
      const at = start + i;
      result[at] = weight * (a[at] ?? 0) + (1 - weight) * (b[at] ?? 0);
    }
  }
  return result;
}

/** Clean latents at noise level sigma of a rectified flow: (1 - sigma) * clean + sigma * noise. */
export function addFlowNoise(clean: Float32Array, noise: Float32Array, sigma: number): Float32Array<ArrayBuffer> {
  return linearCombination([
    [1 - sigma, clean],
    [sigma, noise],
  ]);
}

/**
 * x with its kept area put where the known picture is at this noise level (Lugmayr et al., 2022, with the noise fixed), so that the model
 * paints towards it.
 */
export function projectKept(
  x: Float32Array,
  mask: Float32Array,
  kept: Float32Array,
  noise: Float32Array,
  sigma: number,
): Float32Array<ArrayBuffer> {
  return blendByMask(mask, x, addFlowNoise(kept, noise, sigma));
}

/**
 * The cells free to change at this point of the way, as 0 or 1 (Levin and Fried, 2023): a cell of mask m joins in when a share m of the way
 * is left, so that a soft edge changes little. `progress`: 0 before the first step, towards 1. Cells of 0 never join.
 */
export function differentialMask(mask: Float32Array, progress: number): Float32Array<ArrayBuffer> {
  const free = new Float32Array(mask.length);
  for (let i = 0; i < free.length; i++) {
    const value = mask[i] ?? 0;
    free[i] = value > 0 && value >= 1 - progress ? 1 : 0;
  }
  return free;
}
