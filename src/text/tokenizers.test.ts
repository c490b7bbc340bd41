import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { clipTokenizerJson } from './clipTokenizerJson';
import { withUnicodeSpaces } from './unicodeSpaces';

const read = (name: string): string =>
  readFileSync(new URL(`../../training/oracles/text/${name}`, import.meta.url), 'utf8');
/** Made by `training/oracles/text.py`. */
const { texts, ids } = JSON.parse(read('ids.json')) as { texts: string[]; ids: Record<string, number[][]> };

/** As the oracle orders a vocabulary: bytes, bytes that end a word, merges, the special tokens. */
function clipVocab(merges: string): string {
  const bytes = byteSigns();
  const words = [
    ...bytes,
    ...bytes.map((sign) => `${sign}</w>`),
    ...merges
      .split('\n')
      .slice(1, -1)
      .map((line) => line.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return JSON.stringify(Object.fromEntries(words.map((word, i) => [word, i])));
}

/** The printable signs that stand for bytes, ordered by number. */
function byteSigns(): string[] {
  const printable = (code: number): boolean => (code > 32 && code < 127) || (code > 160 && code < 256 && code !== 173);
  const codes = Array.from({ length: 256 }, (_, code) => code);
  const others = codes.filter((code) => !printable(code)).map((_, i) => 256 + i);
  return [...codes.filter(printable), ...others].map((code) => String.fromCharCode(code));
}

describe.each([
  ['clip', () => clipTokenizerJson(clipVocab(read('clip_merges.txt')), read('clip_merges.txt'))],
  ['qwen', () => JSON.parse(read('qwen.json')) as object],
  ['t5', () => JSON.parse(read('t5.json')) as object],
  ['bert', () => JSON.parse(read('bert.json')) as object],
])('%s', (name, json) => {
  const tokenizer = new Tokenizer(Object(withUnicodeSpaces(json())), {});

  it.each(texts.map((text, i) => [JSON.stringify(text).slice(0, 60), text, ids[name]?.[i]] as const))(
    'gives Python’s ids of %s',
    (_title, text, expected) => {
      expect(tokenizer.encode(text).ids).toEqual(expected);
    },
  );
});

describe('clipTokenizerJson', () => {
  it('is null for files that are not CLIP’s', () => {
    for (const vocab of ['', '[]', '{}', '{"a":"b"}', 'null', '{"<|startoftext|>":1}']) {
      expect(clipTokenizerJson(vocab, '')).toBeNull();
    }
  });
});
