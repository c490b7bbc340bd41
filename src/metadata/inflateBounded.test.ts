import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inflateBounded, inflateZlibBounded } from './inflateBounded';

const { Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
/** Words again and again (matches near and far), and noise. */
const content = fc
  .array(
    fc.oneof(fc.constantFrom('a cat ', 'on a pink background, ', 'x'.repeat(300)), fc.string({ unit: 'binary' })),
    {
      maxLength: 400,
    },
  )
  .map((parts) => Buffer.from(parts.join('')));

it('gives back what zlib packs, in every kind of block', () => {
  const options = fc.record({
    level: fc.constantFrom(0, 1, 6, 9),
    strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
    memLevel: fc.constantFrom(1, 8),
  });
  fc.assert(
    fc.property(content, options, (bytes, how) => {
      const raw = deflateRawSync(bytes, how);
      expect(inflateBounded(raw, bytes.length)).toEqual({ ok: true, value: new Uint8Array(bytes) });
      expect(inflateBounded(Buffer.concat([raw, Buffer.from('more')]), bytes.length).ok).toBe(true);
      expect(inflateZlibBounded(deflateSync(bytes, how), bytes.length)).toMatchObject({ ok: true });
      if (bytes.length > 0) expect(inflateBounded(raw, bytes.length - 1).ok).toBe(false);
      expect(inflateBounded(raw.subarray(0, -1), bytes.length).ok).toBe(false);
    }),
    { seed: 7, numRuns: 150 },
  );
});

it('reaches back as far and copies as much as the format allows', () => {
  const far = Buffer.alloc(32_768 + 258);
  for (let i = 0; i < far.length; i++) far[i] = (i * 2_654_435_761) >>> 24;
  far.copyWithin(32_768, 0, 258);
  const bytes = Buffer.concat([far, Buffer.alloc(100_000, 7), far]);
  expect(inflateBounded(deflateRawSync(bytes, { level: 9, windowBits: 15 }), bytes.length)).toEqual({
    ok: true,
    value: new Uint8Array(bytes),
  });
});

it('refuses what no packer writes', () => {
  const damaged = { ok: false, reason: 'The compressed text is damaged.' };
  expect(inflateBounded(new Uint8Array(), 10)).toEqual(damaged);
  // A block of the fourth kind; a stored one whose length is not said twice; a match before the beginning.
  expect(inflateBounded(Uint8Array.of(0b111), 10)).toEqual(damaged);
  expect(inflateBounded(Uint8Array.of(1, 1, 0, 0, 0, 65), 10)).toEqual(damaged);
  expect(inflateBounded(Uint8Array.of(0b0000_0011, 0b0000_0010, 0), 10)).toEqual(damaged);
  expect(inflateZlibBounded(Uint8Array.of(0x78, 0x9d, 3, 0), 10)).toMatchObject({ ok: false });
});
