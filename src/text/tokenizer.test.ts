import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from './tokenizer';

const read = (path: string): Uint8Array => readFileSync(new URL(`../../${path}`, import.meta.url));
const oracle = JSON.parse(new TextDecoder().decode(read('training/oracle/oracle.json'))) as {
  tokens: { prompt: string; input_ids: number[]; attention_mask: number[] }[];
};
const tokenizer = createTokenizer(
  read('public/models/starter/tokenizer/tokenizer.json'),
  read('public/models/starter/tokenizer/tokenizer_config.json'),
  { tokenizer: 'tokenizer.json', config: 'tokenizer_config.json', maxLength: 32, padId: 0 },
);

describe('tokenize', () => {
  it.each(oracle.tokens)('gives the ids and mask of $prompt', ({ prompt, input_ids, attention_mask }) => {
    expect(tokenizer.tokenize(prompt)).toEqual({ ids: input_ids, mask: attention_mask });
  });

  it('gives ids without the special tokens too, whatever the length', () => {
    const [first, last] = tokenizer.specials;
    expect(tokenizer.specials).toHaveLength(2);
    expect([first, ...tokenizer.encode('a red apple'), last]).toEqual(
      tokenizer.tokenize('a red apple').ids.slice(0, 5),
    );
    expect(tokenizer.encode('a '.repeat(100))).toHaveLength(100);
  });

  it('says that a damaged tokenizer is damaged', () => {
    const broken = () =>
      createTokenizer(new Uint8Array([123]), new Uint8Array([123, 125]), {
        tokenizer: '',
        config: '',
        maxLength: 32,
        padId: 0,
      });
    expect(broken).toThrow(expect.objectContaining({ code: 'model-damaged' }));
  });
});

describe('readPrompt', () => {
  const thirty = 'a '.repeat(30).trimEnd();

  /** What the model reads is the same when the rest is taken away. */
  const expectCut = (prompt: string, cutAt: number) => {
    const reading = tokenizer.readPrompt(prompt);
    expect(reading.cutAt).toBe(cutAt);
    expect(tokenizer.tokenize(prompt.slice(0, cutAt))).toEqual(tokenizer.tokenize(prompt));
    expect(tokenizer.readPrompt(prompt.slice(0, cutAt)).cutAt).toBeNull();
  };

  it('counts the special tokens too', () => {
    expect(tokenizer.readPrompt('')).toEqual({ tokens: 2, limit: 32, cutAt: null });
    expect(tokenizer.readPrompt('a red apple')).toEqual({ tokens: 5, limit: 32, cutAt: null });
  });

  it('reads all of a prompt that just fits', () => {
    expect(tokenizer.readPrompt(thirty)).toEqual({ tokens: 32, limit: 32, cutAt: null });
    expect(tokenizer.readPrompt(`${thirty}   `).cutAt).toBeNull();
  });

  it('cuts between words', () => {
    expect(tokenizer.readPrompt(`${thirty} house`).tokens).toBe(33);
    expectCut(`${thirty} house`, thirty.length + 1);
    expectCut(`${thirty}\n\n  house and garden`, thirty.length + 4);
  });

  it('cuts inside a word that is several tokens', () => {
    const twentyEight = 'a '.repeat(28);
    // anti ##dis ##est ##ab ##lish ##ment ##arian ##ism: two of them fit.
    expectCut(`${twentyEight}ANTIDISESTABLISHMENTARIANISM`, twentyEight.length + 'ANTIDIS'.length);
    expectCut(`${twentyEight}antidisestablishmentarianism and more`, twentyEight.length + 'antidis'.length);
  });

  it('cuts between signs of a script without spaces', () => {
    expectCut('日本'.repeat(20), 30);
  });

  it('keeps marks with the letter they belong to', () => {
    const cafe = 'cafe\u0301';
    expectCut(`${'a '.repeat(29)}${cafe} tables`, 58 + cafe.length + 1);
  });

  it('never cuts a sign of two code units in half', () => {
    expectCut('🍎 '.repeat(40), '🍎 '.repeat(30).length);
    expectCut('🍎'.repeat(3) + ' 日'.repeat(29) + '🍎', 6 + 2 * 29);
  });

  it('works where what the tokenizer calls a space is none to us, and the other way round', () => {
    const prompt = 'x\u0000y\u000cz\u200d '.repeat(20);
    const { cutAt } = tokenizer.readPrompt(prompt);
    expect(cutAt).not.toBeNull();
    expect(tokenizer.tokenize(prompt.slice(0, cutAt ?? 0))).toEqual(tokenizer.tokenize(prompt));
  });
});
