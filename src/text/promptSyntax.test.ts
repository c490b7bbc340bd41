import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptPieces, type PromptDialect } from './promptPieces';
import { changeWeight, parsePrompt } from './promptSyntax';

const dialects: PromptDialect[] = ['outpane', 'a1111', 'comfyui', 'invokeai'];
/** Runs as [text, weight], weights to four places; parts apart. */
const read = (prompt: string, dialect?: PromptDialect) =>
  parsePrompt(prompt, dialect).map((runs) => runs.map(({ text, weight }) => [text, Math.round(weight * 1e4) / 1e4]));

/** Prompts that are mostly signs. */
const prompts = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        '(',
        ')',
        '[',
        ']',
        ':',
        '1.2',
        '\\',
        'BREAK',
        ' ',
        '++',
        '-',
        'a',
        'B',
        ',',
        '{',
        '|',
        '}',
        '__',
        '\n',
      ),
      { maxLength: 40 },
    )
    .map((signs) => signs.join('')),
  fc.string({ unit: 'binary' }),
);

describe('A1111’s rule', () => {
  it.each([
    ['normal text', [['normal text', 1]]],
    [
      'an (important) word',
      [
        ['an ', 1],
        ['important', 1.1],
        [' word', 1],
      ],
    ],
    ['(((deep)))', [['deep', 1.331]]],
    [
      '[less] [[least]]',
      [
        ['less', 0.9091],
        [' ', 1],
        ['least', 0.8264],
      ],
    ],
    [
      '(a:1.3) (b: .5 )',
      [
        ['a', 1.3],
        [' ', 1],
        ['b', 0.5],
      ],
    ],
    [
      '(a (b:1.5) c:2)',
      [
        ['a ', 2],
        ['b', 3],
        [' c', 2],
      ],
    ],
    ['(unnecessary)(parens)', [['unnecessaryparens', 1.1]]],
    ['\\(literal\\] \\\\', [['(literal] \\', 1]]],
    ['a :1.2 b', [['a :1.2 b', 1]]],
    ['(a:b:1.2)', [['a:b', 1.2]]],
    ['(a:-1)', [['a', -1]]],
    [
      '(a [b) c]',
      [
        ['a ', 1.1],
        ['b', 1],
        [' c', 0.9091],
      ],
    ],
  ] as const)('%s', (prompt, runs) => {
    expect(read(prompt)).toEqual([runs]);
    expect(read(prompt, 'a1111')).toEqual([runs]);
  });

  it('begins a new part at BREAK, in brackets too', () => {
    expect(read('one BREAK two\nBREAK\nBREAKFAST')).toEqual([[['one', 1]], [['two', 1]], [['BREAKFAST', 1]]]);
    expect(read('(one BREAK two:1.2)')).toEqual([[['one', 1.2]], [['two', 1.2]]]);
    expect(read('BREAK')).toEqual([[], []]);
  });
});

describe('brackets without a partner', () => {
  it.each(['(a', 'a)', '[a', 'a]', '(a]', 'a:1.2)', '((a:1.2', ':(', ')(', '(a:1.2.3', '\\'])(
    '%s is text',
    (prompt) => {
      expect(read(prompt)).toEqual([[[prompt, 1]]]);
    },
  );

  it('leave the others what they are', () => {
    expect(read('((a) b')).toEqual([
      [
        ['(', 1],
        ['a', 1.1],
        [' b', 1],
      ],
    ]);
  });

  it('go to the end in a prompt from A1111, as there', () => {
    expect(read('a (b (c', 'a1111')).toEqual([
      [
        ['a ', 1],
        ['b ', 1.1],
        ['c', 1.21],
      ],
    ]);
    expect(read('[b', 'a1111')).toEqual([[['b', 0.9091]]]);
  });
});

describe('other tools’ rules', () => {
  it('ComfyUI has round brackets only, and a written weight replaces', () => {
    expect(read('[a] (b) (c (d:1.5):2) \\(e\\) BREAK', 'comfyui')).toEqual([
      [
        ['[a] ', 1],
        ['b', 1.1],
        [' ', 1],
        ['c ', 2],
        ['d', 1.5],
        [' (e) BREAK', 1],
      ],
    ]);
  });

  it('InvokeAI weighs by plus, minus and numbers after', () => {
    expect(read('a cat++ and (a dog)1.5 (x)- high-quality - (plain) (y:1.3)', 'invokeai')).toEqual([
      [
        ['a ', 1],
        ['cat', 1.21],
        [' and ', 1],
        ['a dog', 1.5],
        [' ', 1],
        ['x', 0.9],
        [' high-quality - plain y:1.3', 1],
      ],
    ]);
  });
});

describe('every prompt', () => {
  it('is read without an error, and loses no character', () => {
    fc.assert(
      fc.property(prompts, fc.constantFrom(...dialects), (prompt, dialect) => {
        const pieces = promptPieces(prompt, dialect);
        expect(pieces.map(({ source }) => source).join('')).toBe(prompt);
        expect(
          parsePrompt(prompt, dialect)
            .flat()
            .every(({ weight }) => Number.isFinite(weight)),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps all that is not a sign: what the runs hold is the prompt less brackets with a partner, their numbers, and BREAK', () => {
    fc.assert(
      fc.property(prompts, (prompt) => {
        const words = (text: string) => text.replace(/[()[\]\\]|:\s*[+-]?[\d.]+\s*|BREAK|\s/g, '');
        const told = parsePrompt(prompt)
          .map((runs) => runs.map(({ text }) => text).join(''))
          .join(' ');
        expect(words(told)).toBe(words(prompt));
      }),
      { numRuns: 500 },
    );
  });

  it('means the same with a weight of 1.0 around it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ,]{0,30}$/), (text) => {
        expect(parsePrompt(`(${text}:1.0)`)).toEqual(parsePrompt(text));
      }),
    );
  });

  it('is read quickly, however deep or long', () => {
    const began = performance.now();
    for (const sign of ['(', ')', '(:1)', ' ', '[', '\\', 'BREAK ', 'B', 'a++ ', ':', '{', '__a__']) {
      for (const dialect of dialects) parsePrompt(sign.repeat(5000), dialect);
    }
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('changeWeight', () => {
  it('adds, changes and takes away', () => {
    expect(changeWeight('cat', 0.1)).toBe('(cat:1.1)');
    expect(changeWeight('(cat:1.1)', 0.1)).toBe('(cat:1.2)');
    expect(changeWeight('(cat:1.1)', -0.1)).toBe('cat');
    expect(changeWeight('(a (b) c:0.9)', -0.1)).toBe('(a (b) c:0.8)');
  });

  it('is undone by the opposite', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{1,12}$/), fc.integer({ min: 1, max: 15 }), (text, times) => {
        let changed = text;
        for (let i = 0; i < times; i++) changed = changeWeight(changed, 0.1);
        for (let i = 0; i < times; i++) changed = changeWeight(changed, -0.1);
        expect(changed).toBe(text);
      }),
    );
  });
});
