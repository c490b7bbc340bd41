import { describe, expect, test } from 'vitest';
import { readSeed } from './seed';

const seed = (value: number) => ({ kind: 'seed', seed: value, note: null });

describe('a seed', () => {
  test.each([
    ['0', 0],
    [' 42 ', 42],
    ['+7', 7],
    ['007', 7],
    ['42.0', 42],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['1,234', 1234],
    ['1,234,567', 1_234_567],
    ['12,34,567', 1_234_567],
    ['1 234 567', 1_234_567],
    ['1\u202f234', 1234],
    ['1\u00a0234', 1234],
    ["4'294'967'295", 4_294_967_295],
    ['4’294’967’295', 4_294_967_295],
    ['4_294_967_295', 4_294_967_295],
    ['4.294.967.295', 4_294_967_295],
    ['４２', 42],
  ])('%j is %d', (text, value) => {
    expect(readSeed(text)).toEqual(seed(value));
  });

  test('may be a number already', () => {
    expect(readSeed(77)).toEqual(seed(77));
    expect(readSeed(-1)).toEqual({ kind: 'any' });
    expect(readSeed(3.7)).toEqual({ kind: 'none' });
    expect(readSeed(1e21)).toEqual({ kind: 'none' });
  });

  test.each(['-1', ' -1 ', '\u22121'])('%j is any', (text) => {
    expect(readSeed(text)).toEqual({ kind: 'any' });
  });

  test.each(['6687881544318117707', '6,687,881,544,318,117,707'])(
    '%s keeps its lowest 32 bits, and says so',
    (text) => {
      const read = readSeed(text);
      expect(read).toMatchObject({ kind: 'seed', seed: 2_767_775_563 });
      expect(read.kind === 'seed' && read.note).toMatch(/lowest 32 bits/);
    },
  );

  test('keeps every digit of the smallest that is too large', () => {
    expect(readSeed('9007199254740993')).toMatchObject({ kind: 'seed', seed: 1 });
  });

  test.each([
    '',
    ' ',
    '3.7',
    '3,7',
    '1.234',
    '12,34',
    '1,234.5',
    '1,234 567',
    ',123',
    '-2',
    '-1,234',
    '1e5',
    '0x10',
    'random',
    'NaN',
    'Infinity',
    '1'.repeat(41),
  ])('%j is none', (text) => {
    expect(readSeed(text)).toEqual({ kind: 'none' });
  });
});
