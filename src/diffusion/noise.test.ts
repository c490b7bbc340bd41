import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randn, slerp } from './noise';

const oracle = JSON.parse(readFileSync(new URL('../../training/oracle/oracle.json', import.meta.url), 'utf8')) as {
  randn: { seed: number; shape: number[]; first: number[]; sha256: string }[];
};

const sha256 = (values: Float32Array): string =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');

describe('randn', () => {
  it.each(oracle.randn.map((entry) => [entry.seed, entry.shape.join('x'), entry] as const))(
    'equals torch.randn for seed %d, shape %s',
    (_seed, _shape, entry) => {
      const values = randn(
        entry.seed,
        entry.shape.reduce((a, b) => a * b),
      );
      expect([...values.slice(0, 8)]).toEqual(entry.first);
      expect(sha256(values)).toBe(entry.sha256);
    },
  );
});

describe('slerp', () => {
  const a = randn(1, 4096);
  const b = randn(2, 4096);
  const norm = (v: Float32Array): number => Math.hypot(...v);

  it('gives both ends exactly', () => {
    expect(slerp(a, b, 0)).toEqual(a);
    expect(slerp(a, b, 1)).toEqual(b);
  });

  it('keeps the length in between', () => {
    const halfway = norm(slerp(a, b, 0.5));
    expect(halfway).toBeGreaterThan(0.99 * Math.min(norm(a), norm(b)));
    expect(halfway).toBeLessThan(1.01 * Math.max(norm(a), norm(b)));
  });

  it('mixes parallel vectors linearly', () => {
    expect([...slerp(new Float32Array([1, 2]), new Float32Array([2, 4]), 0.5)]).toEqual([1.5, 3]);
  });
});
