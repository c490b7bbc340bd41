import { describe, expect, it } from 'vitest';
import { decodeHalf, encodeHalf, fromHalfBits, toHalfBits } from './halfFloat';

const allBits = Array.from({ length: 65536 }, (_, bits) => bits);
const isNaNBits = (bits: number): boolean => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;

/** The definition of the format, apart from the code under test. */
function meaning(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = Math.floor(bits / 1024) % 32;
  const fraction = (bits % 1024) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

describe('half floats', () => {
  it('reads all 65536 patterns', () => {
    for (const bits of allBits) {
      if (!Object.is(fromHalfBits(bits), meaning(bits))) throw new Error(`pattern ${bits}: ${fromHalfBits(bits)}`);
    }
  });

  it('writes back every number that a pattern stands for', () => {
    for (const bits of allBits) {
      const back = toHalfBits(meaning(bits));
      if (isNaNBits(bits) ? !isNaNBits(back) : back !== bits) throw new Error(`pattern ${bits} came back as ${back}`);
    }
  });

  it('rounds to the nearest, ties to even, between all neighbours', () => {
    for (let low = 0; low < 0x7bff; low++) {
      const a = meaning(low);
      const b = meaning(low + 1);
      const middle = (a + b) / 2;
      const ulp = (b - a) / 1024;
      const even = low % 2 === 0 ? low : low + 1;
      const found = [middle - ulp, middle, middle + ulp].map(toHalfBits);
      if (found.join() !== [low, even, low + 1].join()) throw new Error(`between ${a} and ${b}: ${found.join()}`);
      if (toHalfBits(-middle) !== even + 0x8000) throw new Error(`between ${-a} and ${-b}`);
    }
  });

  it('overflows to infinity from 65520 on, and underflows to zero up to 2^-25', () => {
    expect([65519.99, 65520, 1e30, -Infinity].map(toHalfBits)).toEqual([0x7bff, 0x7c00, 0x7c00, 0xfc00]);
    expect([2 ** -25, 2 ** -25 * 1.001, -(2 ** -30)].map(toHalfBits)).toEqual([0, 1, 0x8000]);
  });

  it('takes whole arrays there and back', () => {
    const values = new Float32Array([0, 1, -2.5, 65504, 2 ** -24]);
    expect(decodeHalf(encodeHalf(values))).toEqual(values);
  });

  it('reads a picture of 1024 x 1024 quickly', () => {
    const picture = Uint16Array.from({ length: 3 * 1024 * 1024 }, (_, i) => (i * 7919) & 0x7bff);
    decodeHalf(picture);
    // Of the processor's time and not the clock's, as others run beside; 690 ms when each number was worked out.
    const began = process.cpuUsage();
    for (let i = 0; i < 3; i++) decodeHalf(picture);
    const { user } = process.cpuUsage(began);
    expect(user / 3000).toBeLessThan(150);
  });
});
