import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BrownianTree } from './brownianTree';
import { createNoiseStream } from './noiseStream';
import { philox } from './philox';
import { seedWords } from './seedSequence';
import { unpack } from './testing/unpack';

/** Made by `training/oracles/noise.py`. */
const oracle = JSON.parse(readFileSync(new URL('../../training/oracles/noise.json', import.meta.url), 'utf8')) as {
  draws: number[];
  streams: { seed: number; first: string; sha256: string }[];
  seedSequences: { entropy: number; key: number[]; words: number[] }[];
  brownian: { seed: number; low: number; high: number; queries: { from: number; to: number; w: string }[] }[];
};

describe('the CPU stream', () => {
  it.each(oracle.streams)('goes on from draw to draw as torch does, seed $seed', ({ seed, first, sha256 }) => {
    const stream = createNoiseStream('cpu', seed);
    const hash = createHash('sha256');
    const draws = oracle.draws.map((size) => stream.draw(size));
    for (const values of draws) hash.update(new Uint8Array(values.buffer));
    expect(draws[0]).toEqual(unpack(first));
    expect(hash.digest('hex')).toBe(sha256);
  });
});

describe('the CUDA stream', () => {
  // The known answers of the authors' Random123.
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('draws the bits of Philox4x32-10 for counter %j', (counter, [low = 0, high = 0], words) => {
    const [a = 0, b = 0, c = 0, d = 0] = counter;
    expect(philox([a, b, c, d], low, high)).toEqual(words);
  });

  it('gives what torch.randn(12, device="cuda") gives for seed 0', () => {
    // As published with A1111's own imitation, from a real card.
    const published = [
      -0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122, -0.32838709, -1.07454231,
      -0.36314407, -1.67105067, 2.26550497,
    ];
    const drawn = createNoiseStream('cuda', 0).draw(12);
    published.forEach((value, i) => expect(Math.abs(value - (drawn[i] ?? NaN))).toBeLessThan(2e-6));
  });

  it('draws anew each time, whatever the sizes before, and by all bits of the seed', () => {
    const [one, other] = [createNoiseStream('cuda', 7), createNoiseStream('cuda', 7)];
    const first = one.draw(100);
    other.draw(3);
    expect(one.draw(50)).toEqual(other.draw(50));
    expect(one.draw(100)).not.toEqual(first);
    expect(createNoiseStream('cuda', 7 + 2 ** 32).draw(100)).not.toEqual(first);
  });

  it('is normal: mean 0, variance 1', () => {
    const values = createNoiseStream('cuda', 3).draw(100_000);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  });
});

describe('seedWords', () => {
  it.each(oracle.seedSequences)('equals numpy for $entropy, $key', ({ entropy, key, words }) => {
    expect(seedWords(entropy, key, 4)).toEqual(words);
  });
});

describe('the brownian tree', () => {
  it.each(oracle.brownian)('moves as torchsde’s, seed $seed', ({ seed, low, high, queries }) => {
    const tree = new BrownianTree('cpu', seed, 20, low, high);
    for (const { from, to, w } of queries) {
      const distance = Math.sqrt(Math.abs(Math.fround(Math.fround(to) - Math.fround(from))));
      const own = tree.noise(from, to).map((value) => value * distance);
      unpack(w).forEach((value, i) => expect(Math.abs(value - (own[i] ?? NaN))).toBeLessThan(1e-6));
    }
  });

  it('goes back the way it came, and the same way with little memory', () => {
    const [small, large] = [new BrownianTree('cpu', 1, 8, 0.1, 10), new BrownianTree('cpu', 1, 2 ** 17, 0.1, 10)];
    expect(small.noise(5, 2)).toEqual(small.noise(2, 5).map((value) => -value));
    const once = large.noise(5, 2);
    expect(large.noise(5, 2)).toEqual(once);
  });
});
