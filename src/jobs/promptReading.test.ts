import { expect, test } from 'vitest';
import { unreadPart } from './promptReading';

const read = (prompt: string, cutAt: number | null) => ({ prompt, reading: { tokens: 40, limit: 32, cutAt } });

test('the unread part is what comes after the cut', () => {
  expect(unreadPart('a red apple and a pear', read('a red apple and a pear', 11))).toBe('and a pear');
});

test('nothing is said of a prompt that is read whole, was never read, or has changed since', () => {
  expect(unreadPart('a red apple', read('a red apple', null))).toBe('');
  expect(unreadPart('a red apple', { prompt: '', reading: null })).toBe('');
  expect(unreadPart('a red apple now', read('a red apple', 3))).toBe('');
});
