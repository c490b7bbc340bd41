/** Whether every value is a number that can be worked with: no NaN, no infinity. */
export function allFinite(values: Float32Array): boolean {
  // A sum is not finite when any summand is not, and float32 values can't overflow a double here.
  let sum = 0;
  for (const value of values) sum += value;
  return Number.isFinite(sum);
}
