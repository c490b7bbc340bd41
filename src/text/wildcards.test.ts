import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasChoices, resolveChoices } from './wildcards';

const lists = new Map([
  ['colour', ['red', 'green', 'blue']],
  ['thing', ['__colour__ apple', '{big|small} owl']],
  ['loop', ['__loop__ __loop__']],
  ['empty', []],
]);

describe('resolveChoices', () => {
  it('chooses one of each, all in turn over many seeds', () => {
    const results = new Set(Array.from({ length: 60 }, (_, seed) => resolveChoices('a {x|y|z} {|w}', seed)));
    expect([...results].sort()).toEqual(['a x ', 'a x w', 'a y ', 'a y w', 'a z ', 'a z w']);
  });

  it('follows lists into lists and choices into choices', () => {
    for (let seed = 0; seed < 30; seed++) {
      expect(resolveChoices('__thing__', seed, lists)).toMatch(/^((red|green|blue) apple|(big|small) owl)$/);
      expect(resolveChoices('{a {b|c}|d}', seed)).toMatch(/^(a b|a c|d)$/);
    }
  });

  it('is a function of the seed alone', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), fc.string(), (seed, text) => {
        const template = `{a|b|c|d} ${text} __colour__ {e|f}`;
        expect(resolveChoices(template, seed, lists)).toBe(resolveChoices(template, seed, lists));
      }),
    );
    const bySeed = [0, 1, 2, 3, 4, 2 ** 32, 2 ** 33, 2 ** 53 - 1].map((seed) =>
      resolveChoices('{0|1|2|3|4|5|6|7|8|9}'.repeat(8), seed),
    );
    expect(new Set(bySeed).size).toBe(bySeed.length);
  });

  it('leaves everything else as it is written', () => {
    for (const text of ['{a}', '{a', 'b}', '{', '}{', '__unknown__', '__empty__', '____', 'snake_case_name', '']) {
      expect(resolveChoices(text, 5, lists)).toBe(text);
    }
  });

  it('comes to an end, and never fails', () => {
    expect(resolveChoices('__loop__', 1, lists).length).toBeLessThanOrEqual(20_000);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '|', '__', 'loop', 'a')), fc.nat(), (signs, seed) => {
        expect(typeof resolveChoices(signs.join(''), seed, lists)).toBe('string');
      }),
    );
  });

  it('knows templates', () => {
    expect(['{a|b}', '__colour__', 'a {b} c', 'plain'].map(hasChoices)).toEqual([true, true, false, false]);
  });
});
