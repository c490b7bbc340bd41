const POOL_SIZE = 24;
const INIT_A = 0x43b0d7e5;
const MULTIPLY_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULTIPLY_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

/**
 * The first `count` words of 32 bits of `numpy.random.SeedSequence(entropy, spawn_key=key, pool_size=24)` (O'Neill's seed_seq). Numbers:
 * whole, 0 to 2^53 - 1.
 */
export function seedWords(entropy: number, key: readonly number[], count: number): number[] {
  const words = toWords(entropy);
  if (key.length > 0) while (words.length < POOL_SIZE) words.push(0);
  words.push(...key.flatMap(toWords));

  let constant = INIT_A;
  const hash = (value: number): number => {
    let mixed = value ^ constant;
    constant = Math.imul(constant, MULTIPLY_A);
    mixed = Math.imul(mixed, constant);
    return mixed ^ (mixed >>> 16);
  };
  const mix = (a: number, b: number): number => {
    const mixed = (Math.imul(MIX_LEFT, a) - Math.imul(MIX_RIGHT, b)) | 0;
    return mixed ^ (mixed >>> 16);
  };

  const pool = Array.from({ length: POOL_SIZE }, (_, i) => hash(words[i] ?? 0));
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let to = 0; to < POOL_SIZE; to++) {
      if (from !== to) pool[to] = mix(pool[to] ?? 0, hash(pool[from] ?? 0));
    }
  }
  for (const word of words.slice(POOL_SIZE)) {
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to] ?? 0, hash(word));
  }

  let spread = INIT_B;
  return Array.from({ length: count }, (_, i) => {
    let word = (pool[i % POOL_SIZE] ?? 0) ^ spread;
    spread = Math.imul(spread, MULTIPLY_B);
    word = Math.imul(word, spread);
    return (word ^ (word >>> 16)) >>> 0;
  });
}

/** A whole number as words of 32 bits, the lowest first. */
function toWords(value: number): number[] {
  const high = Math.floor(value / 2 ** 32);
  return high === 0 ? [value >>> 0] : [(value % 2 ** 32) >>> 0, high];
}
