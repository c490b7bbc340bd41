import { expect, test } from 'vitest';
import { typedSeed } from './typedSeed';

test.each([
  ['42', 42],
  ['1,234', 1234],
])('%j is a seed, without a word', (text, seed) => {
  expect(typedSeed(text)).toEqual({ seed, isAny: false, sentence: null });
});

test('-1 is any seed, and nothing is none', () => {
  expect(typedSeed(' -1')).toEqual({ seed: null, isAny: true, sentence: null });
  expect(typedSeed(' ')).toEqual({ seed: null, isAny: false, sentence: null });
});

test('one that is too large becomes the one that a file with it gives, and says so', () => {
  const { seed, sentence } = typedSeed('6687881544318117707');
  expect(seed).toBe(2_767_775_563);
  expect(sentence).toMatch(/too large.*lowest 32 bits/);
});

test.each(['3.7', '-2', 'a fox', '1e5'])('%j is refused with words', (text) => {
  const { seed, isAny, sentence } = typedSeed(text);
  expect([seed, isAny]).toEqual([null, false]);
  expect(sentence).toMatch(`${text} is no seed`);
});
