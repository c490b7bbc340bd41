/**
 * A chunk's hidden states ([tokens, size], row by row) with each token's weight on them as A1111 does it: multiplied, and then all of them
 * scaled so that their mean is what it was. `weights`: one a token.
 */
export function weighByMean(hidden: Float32Array, weights: readonly number[]): Float32Array<ArrayBuffer> {
  const weighed = Float32Array.from(hidden);
  if (weights.every((weight) => weight === 1)) return weighed;
  const before = mean(weighed);
  const size = hidden.length / weights.length;
  for (let i = 0; i < weighed.length; i++) weighed[i] = (weighed[i] ?? 0) * (weights[Math.floor(i / size)] ?? 1);
  const after = mean(weighed);
  // With a mean of nothing there is nothing to restore.
  const factor = after === 0 ? 1 : before / after;
  for (let i = 0; i < weighed.length; i++) weighed[i] = (weighed[i] ?? 0) * factor;
  return weighed;
}

/**
 * The same as ComfyUI does it: each token goes from what an empty prompt has in its place towards its own state, by its weight. `empty`: the
 * hidden states of an empty prompt, of the same shape.
 */
export function weighFromEmpty(
  hidden: Float32Array,
  empty: Float32Array,
  weights: readonly number[],
): Float32Array<ArrayBuffer> {
  const weighed = Float32Array.from(hidden);
  const size = hidden.length / weights.length;
  for (let i = 0; i < weighed.length; i++) {
    const weight = weights[Math.floor(i / size)] ?? 1;
    const base = empty[i] ?? 0;
    if (weight !== 1) weighed[i] = ((hidden[i] ?? 0) - base) * weight + base;
  }
  return weighed;
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
