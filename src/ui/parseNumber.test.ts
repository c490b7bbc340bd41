import { describe, expect, test } from 'vitest';
import { parseNumber, stepNumber } from './parseNumber';

describe('what a person types', () => {
  test.each([
    ['12', 12],
    [' 4.5 ', 4.5],
    ['4,5', 4.5],
    ['-3', -3],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['', null],
    ['  ', null],
    ['a', null],
    ['1.2.3', null],
    ['Infinity', null],
    ['1e999', null],
  ])('%j is %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });
});

describe('a step', () => {
  test('leaves no dust', () => {
    let value = 1;
    for (let i = 0; i < 20; i++) value = stepNumber(value, 0.1, 1, 15);
    expect(value).toBe(3);
  });

  test('of one keeps the largest seeds exact and stops at the limits', () => {
    const max = Number.MAX_SAFE_INTEGER;
    expect(stepNumber(max - 2, 1, 0, max)).toBe(max - 1);
    expect(stepNumber(max, 1, 0, max)).toBe(max);
    expect(stepNumber(0, -1, 0, max)).toBe(0);
  });
});
