import { describe, expect, it } from 'vitest';
import { readPng } from './png';
import { makePngText, pngTextKeyword, readPngText } from './pngText';
import { TextBudget } from './textBudget';
import { pngTextChunk, pngWith } from './testing/pictures';

function chunkOf(bytes: Uint8Array) {
  const file = readPng(pngWith(bytes));
  const chunk = file.ok ? file.value.chunks[1] : undefined;
  if (!chunk) throw new Error('no chunk');
  return chunk;
}

describe('PNG texts', () => {
  it.each([
    ['plain', 'tEXt'],
    ['café', 'iTXt'],
    ['猫', 'iTXt'],
  ])('%s becomes %s and comes back', (text, type) => {
    const chunk = chunkOf(makePngText('parameters', text));
    expect(chunk.type).toBe(type);
    expect(pngTextKeyword(chunk)).toBe('parameters');
    expect(readPngText(chunk, new TextBudget())).toEqual({ ok: true, value: text });
  });

  it('are byte for byte what other writers make of them', () => {
    expect(Buffer.from(makePngText('parameters', 'a cat'))).toEqual(pngTextChunk('parameters', 'a cat'));
    expect(Buffer.from(makePngText('outpane', '{}', true))).toEqual(pngTextChunk('outpane', '{}', 'iTXt'));
  });

  it('in UTF-8 where their format says Latin-1 are read as they were meant', () => {
    const utf8 = Buffer.from('猫 é', 'utf8').toString('latin1');
    expect(readPngText(chunkOf(pngTextChunk('parameters', utf8, 'tEXt')), new TextBudget())).toEqual({
      ok: true,
      value: '猫 é',
    });
  });

  it('with a wrong checksum are refused', () => {
    const chunk = pngTextChunk('parameters', 'a cat');
    chunk[12] = (chunk[12] ?? 0) ^ 1;
    expect(readPngText(chunkOf(chunk), new TextBudget())).toMatchObject({ ok: false });
  });

  it('without a keyword, or with a longer one than there may be, are none', () => {
    expect(pngTextKeyword(chunkOf(pngTextChunk('', 'x')))).toBeNull();
    expect(pngTextKeyword(chunkOf(pngTextChunk('k'.repeat(80), 'x')))).toBeNull();
    expect(pngTextKeyword(chunkOf(pngTextChunk('k'.repeat(79), 'x')))).toBe('k'.repeat(79));
  });
});
