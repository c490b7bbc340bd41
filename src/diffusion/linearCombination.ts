/** One summand: its weight, and values of the same length as all others. */
export type Term = readonly [weight: number, values: Float32Array];

/** Sum of weight * values over all terms, added in double precision and rounded once. Terms of weight 0 are skipped. */
export function linearCombination(terms: readonly Term[]): Float32Array<ArrayBuffer> {
  const used = terms.filter(([weight]) => weight !== 0);
  const result = new Float32Array(terms[0]?.[1].length ?? 0);
  for (let i = 0; i < result.length; i++) {
    let sum = 0;
    for (const [weight, values] of used) sum += weight * (values[i] ?? 0);
    result[i] = sum;
  }
  return result;
}
