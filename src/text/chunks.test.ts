import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkPrompt, padChunks, type ChunkRules } from './chunks';
import { weighByMean, weighFromEmpty } from './emphasis';
import { parsePrompt } from './promptSyntax';

const COMMA = 7;
/** A word is a token: its number; a comma is 7. */
const rules: ChunkRules = {
  encode: (text) => (text.match(/\d+|,/g) ?? []).map((word) => (word === ',' ? COMMA : Number(word))),
  begin: 1000,
  end: 1001,
  pad: 1001,
  comma: COMMA,
  room: 75,
};
const words = (from: number, count: number): string => Array.from({ length: count }, (_, i) => from + i).join(' ');
const idsOf = (prompt: string): number[][] => chunkPrompt(parsePrompt(prompt), rules).map(({ ids }) => ids);

describe('chunkPrompt', () => {
  it('makes one chunk of what fits, filled up', () => {
    const [chunk, ...more] = idsOf('20 21');
    expect(more).toEqual([]);
    expect(chunk).toEqual([1000, 20, 21, ...Array(74).fill(1001)]);
    expect(idsOf('')).toEqual([[1000, ...Array(76).fill(1001)]]);
    expect(idsOf(words(100, 75))).toHaveLength(1);
  });

  it('goes on in a second chunk', () => {
    const [first, second] = idsOf(words(100, 80));
    expect(first).toEqual([1000, ...Array.from({ length: 75 }, (_, i) => 100 + i), 1001]);
    expect(second?.slice(0, 7)).toEqual([1000, 175, 176, 177, 178, 179, 1001]);
  });

  it('cuts after a comma at most 20 tokens back', () => {
    const near = idsOf(`${words(100, 60)}, ${words(200, 30)}`);
    expect(near[0]?.slice(60, 64)).toEqual([159, COMMA, 1001, 1001]);
    expect(near[1]?.slice(0, 3)).toEqual([1000, 200, 201]);
    const far = idsOf(`${words(100, 50)}, ${words(200, 40)}`);
    expect(far[0]?.[75]).toBe(223);
    expect(far[1]?.[1]).toBe(224);
  });

  it('fills a chunk up at BREAK', () => {
    const [first, second, ...more] = idsOf('20 BREAK 21');
    expect(first?.slice(0, 3)).toEqual([1000, 20, 1001]);
    expect(second?.slice(0, 3)).toEqual([1000, 21, 1001]);
    expect(more).toEqual([]);
  });

  it('keeps each token’s weight with it, and 1 for the special ones', () => {
    const [chunk] = chunkPrompt(parsePrompt('20 (21:1.5) 22'), rules);
    expect(chunk?.weights.slice(0, 5)).toEqual([1, 1, 1.5, 1, 1]);
  });

  it('loses no token, adds none, and makes all chunks equally long', () => {
    const tokens = fc.array(fc.oneof(fc.integer({ min: 10, max: 900 }), fc.constant(COMMA)), { maxLength: 400 });
    fc.assert(
      fc.property(tokens, (list) => {
        const chunks = idsOf(list.map((token) => (token === COMMA ? ',' : token)).join(' '));
        expect(chunks.every((ids) => ids.length === 77 && ids[0] === 1000 && ids.includes(1001))).toBe(true);
        expect(chunks.flatMap((ids) => ids.filter((id) => id < 1000))).toEqual(list);
      }),
    );
  });

  it('pads the shorter of two prompts', () => {
    const chunks = padChunks(chunkPrompt(parsePrompt('20'), rules), 3, rules);
    expect(chunks).toHaveLength(3);
    expect(chunks[2]).toEqual(chunkPrompt([[]], rules)[0]);
  });
});

describe('weights on hidden states', () => {
  const hidden = new Float32Array([1, 3, 2, 2, 4, 0]);

  it('keep the mean, by A1111’s rule', () => {
    // Times 1, 2, 1: a sum of 16 instead of 12.
    const weighed = weighByMean(hidden, [1, 2, 1]);
    [0.75, 2.25, 3, 3, 3, 0].forEach((value, i) => expect(weighed[i]).toBeCloseTo(value, 6));
  });

  it('go from the empty prompt, by ComfyUI’s', () => {
    const empty = new Float32Array([9, 9, 1, 0, 9, 9]);
    expect([...weighFromEmpty(hidden, empty, [1, 1.5, 1])]).toEqual([1, 3, 2.5, 3, 4, 0]);
  });

  it('of 1 change nothing at all', () => {
    expect(weighByMean(hidden, [1, 1, 1])).toEqual(hidden);
    expect(weighFromEmpty(hidden, new Float32Array(6).fill(5), [1, 1, 1])).toEqual(hidden);
  });

  it('are finite where the mean is nothing', () => {
    expect([...weighByMean(new Float32Array([1, -1, 2, -2]), [1, 2])]).toEqual([1, -1, 4, -4]);
  });
});
