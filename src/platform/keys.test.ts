import { expect, it } from 'vitest';
import { isComposing, shortcutKey } from './keys';

it.each([
  // Cyrillic, Greek, Hebrew, Arabic (one key gives two letters), Thai (a vowel sign), Hindi digits.
  ['я', 'KeyZ', 'z'],
  ['Я', 'KeyZ', 'z'],
  ['и', 'KeyB', 'b'],
  ['б', 'Comma', ','],
  ['ю', 'Period', '.'],
  ['х', 'BracketLeft', '['],
  ['ζ', 'KeyZ', 'z'],
  ['ז', 'KeyZ', 'z'],
  ['لا', 'KeyB', 'b'],
  ['ั', 'KeyY', 'y'],
  ['०', 'Digit0', '0'],
])('%s at %s is %s', (key, code, expected) => {
  expect(shortcutKey({ key, code })).toBe(expected);
});

it.each([
  // AZERTY, QWERTZ, Dvorak, Turkish, Spanish: the letter counts, not its place.
  ['z', 'KeyW'],
  ['y', 'KeyZ'],
  [';', 'KeyZ'],
  ['é', 'Digit2'],
  ['ö', 'Semicolon'],
  ['ı', 'KeyI'],
  ['¡', 'Equal'],
  ['º', 'Backquote'],
  ['?', 'Digit7'],
  ['.', 'Slash'],
  ['Enter', 'Enter'],
  ['Dead', 'Quote'],
  ['я', ''],
])('%s at %s stays itself', (key, code) => {
  expect(shortcutKey({ key, code })).toBe(key);
});

it('knows a key that an input method takes, in every browser', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});
