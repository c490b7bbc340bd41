const N = 624;
const M = 397;

/** mt19937 (Matsumoto and Nishimura, 1998), seeded like PyTorch's CPU generator: with the low 32 bits of the seed. */
export class MersenneTwister {
  private readonly state = new Uint32Array(N);
  private next = N;

  /** `seed`: a whole number from 0 to 2^53 - 1. */
  constructor(seed: number) {
    let previous = (seed % 2 ** 32) >>> 0;
    this.state[0] = previous;
    for (let i = 1; i < N; i++) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
      this.state[i] = previous;
    }
  }

  /** The next 32 random bits as a whole number from 0 to 2^32 - 1. */
  uint32(): number {
    if (this.next === N) this.twist();
    let y = this.state[this.next++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** Uniform in [0, 1) with 24 random bits: a float32 exactly. */
  uniform24(): number {
    return (this.uint32() & 0xffffff) * 2 ** -24;
  }

  /** Uniform in [0, 1) with 53 random bits, from two outputs (the first one is the high half). */
  uniform53(): number {
    const high = this.uint32() & 0x1fffff;
    const low = this.uint32();
    return (high * 2 ** 32 + low) * 2 ** -53;
  }

  private twist(): void {
    const { state } = this;
    const at = (i: number): number => state[i] ?? 0;
    for (let i = 0; i < N; i++) {
      const y = (at(i) & 0x80000000) | (at((i + 1) % N) & 0x7fffffff);
      state[i] = at((i + M) % N) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }
}
