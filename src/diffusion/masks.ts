// Masks at the latents' resolution: one float a cell, 1 = repaint, 0 = keep, between = a soft edge. Latents are channels first, so a mask
// of n cells applies to each run of n values.

/** mask * a + (1 - mask) * b, cell by cell in every channel. */
export function blendByMask(mask: Float32Array, a: Float32Array, b: Float32Array): Float32Array<ArrayBuffer> {
  const cells = mask.length;
  return Float32Array.from(a, (value, i) => {
    const weight = mask[i % cells] ?? 1;
    return weight * value + (1 - weight) * (b[i] ?? 0);
  });
}

/** Clean latents at noise level sigma of a rectified flow: (1 - sigma) * clean + sigma * noise. */
export function addFlowNoise(clean: Float32Array, noise: Float32Array, sigma: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(clean, (value, i) => (1 - sigma) * value + sigma * (noise[i] ?? 0));
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
  return Float32Array.from(mask, (value) => (value > 0 && value >= 1 - progress ? 1 : 0));
}
