/** One summand: its weight, and values of the same length as all others. */
export type Term = readonly [weight: number, values: Float32Array];

/** Sum of weight * values over all terms, added in double precision and rounded once. Terms of weight 0 are skipped. */
export function linearCombination(terms: readonly Term[]): Float32Array<ArrayBuffer> {
  const result = new Float32Array(terms[0]?.[1].length ?? 0);
  const [first, second, third, ...rest] = terms.filter(([weight]) => weight !== 0);
  if (!first) return result;
  if (!second) return scale(first, result);
  if (!third) return addTwo(first, second, result);
  return rest.length === 0 ? addThree(first, second, third, result) : addAll([first, second, third, ...rest], result);
}

// Written out for few terms: a loop over terms within the loop over values is five times slower.

function scale([a, x]: Term, result: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  for (let i = 0; i < result.length; i++) result[i] = a * (x[i] ?? 0);
  return result;
}

function addTwo([a, x]: Term, [b, y]: Term, result: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  for (let i = 0; i < result.length; i++) result[i] = a * (x[i] ?? 0) + b * (y[i] ?? 0);
  return result;
}

function addThree(
  [a, x]: Term,
  [b, y]: Term,
  [c, z]: Term,
  result: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  for (let i = 0; i < result.length; i++) result[i] = a * (x[i] ?? 0) + b * (y[i] ?? 0) + c * (z[i] ?? 0);
  return result;
}

function addAll(terms: readonly Term[], result: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const sums = new Float64Array(result.length);
  for (const [weight, values] of terms) {
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + weight * (values[i] ?? 0);
  }
  result.set(sums);
  return result;
}
