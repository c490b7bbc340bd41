import { MAX_SEED } from '../../protocol/generationRequest';

const MODULUS = BigInt(MAX_SEED) + 1n;

/**
 * Seed of a picture’s pass (from 0) with this seed. The first pass has the picture's own, so that an expansion by one window
 * has the noise of the plain seed; the others are scattered over all seeds (SplitMix64's mixing, Steele et al., 2014), because
 * seed + pass would be the next candidate's.
 */
export function passSeed(seed: number, pass: number): number {
  if (pass === 0) return seed;
  const wrap = (value: bigint) => BigInt.asUintN(64, value);
  let z = wrap(BigInt(seed) + BigInt(pass) * 0x9e3779b97f4a7c15n);
  z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return Number((z ^ (z >> 31n)) % MODULUS);
}
