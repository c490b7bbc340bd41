const ROUNDS = 10;
const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const KEY_STEP_A = 0x9e3779b9;
const KEY_STEP_B = 0xbb67ae85;

/** Four words of 32 bits. */
export type Words = [number, number, number, number];

/**
 * Philox4x32-10 (Salmon et al., 2011): 128 random bits that are a function of a counter (four words of 32 bits, the lowest first) and a
 * key (two words). Written into `counter`.
 */
export function philox(counter: Words, keyLow: number, keyHigh: number): Words {
  let [a, b, c, d] = counter;
  let k0 = keyLow;
  let k1 = keyHigh;
  for (let round = 0; round < ROUNDS; round++) {
    const highA = multiplyHigh(MULTIPLIER_A, a);
    const lowA = Math.imul(MULTIPLIER_A, a);
    const highB = multiplyHigh(MULTIPLIER_B, c);
    const lowB = Math.imul(MULTIPLIER_B, c);
    a = highB ^ b ^ k0;
    b = lowB;
    c = highA ^ d ^ k1;
    d = lowA;
    k0 = (k0 + KEY_STEP_A) | 0;
    k1 = (k1 + KEY_STEP_B) | 0;
  }
  counter[0] = a >>> 0;
  counter[1] = b >>> 0;
  counter[2] = c >>> 0;
  counter[3] = d >>> 0;
  return counter;
}

/** The upper 32 bits of a product of two words. */
function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  // Each product is below 2^32, and each of these sums below 2^53.
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carry = xLow * yHigh + (middle % 65536);
  return (xHigh * yHigh + Math.floor(middle / 65536) + Math.floor(carry / 65536)) | 0;
}
