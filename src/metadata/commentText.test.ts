import { describe, expect, it } from 'vitest';
import { commentText } from './commentText';
import { PARAMETERS_OF_A_FOX as TEXT } from './testing/foxes';

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const little = (text: string) => Buffer.from(text, 'utf16le');
const big = (text: string) => Buffer.from(text, 'utf16le').swap16();
const joined = (code: string, ...parts: Uint8Array[]) => Buffer.concat([Buffer.from(code, 'latin1'), ...parts]);

const CODES = [
  'UNICODE\0',
  'Unicode\0',
  'ASCII\0\0\0',
  'ascii\0\0\0',
  'ASCII   ',
  'JIS\0\0\0\0\0',
  'UTF-8\0\0\0',
  '\0'.repeat(8),
  '',
];
const CODINGS = { utf8, 'UTF-16 with the lower byte first': little, 'UTF-16 with the upper byte first': big };

describe.each(Object.entries(CODINGS))('a comment in %s', (_, coded) => {
  it.each(CODES)('is read behind %j, in files of both byte orders, with and without zeros at its end', (code) => {
    for (const file of [true, false])
      for (const end of [0, 1, 2, 7])
        expect(commentText(joined(code, coded(TEXT), Buffer.alloc(end)), file)).toBe(TEXT);
  });

  it.each(['charset=Unicode ', 'charset="Unicode" ', 'charset=Ascii ', 'charset=InvalidCharsetId ', 'Charset=UTF-8\n'])(
    'is read without %j before it',
    (word) => {
      for (const code of CODES) expect(commentText(joined(code, coded(word + TEXT)), true)).toBe(TEXT);
    },
  );

  it('is read with a mark of its byte order', () => {
    for (const code of CODES) expect(commentText(joined(code, coded(`\ufeff${TEXT}`)), true)).toBe(TEXT);
  });
});

describe('a comment', () => {
  it('of wide letters alone is read in the byte order that its bytes show', () => {
    const chinese = '水彩画的狐狸在雪地里行走，柔和的光线，细节丰富，杰作，最佳质量';
    for (const coded of [little, big])
      for (const file of [true, false]) expect(commentText(joined('UNICODE\0', coded(chinese)), file)).toBe(chinese);
  });

  it('of one letter is that letter', () => {
    expect(commentText(joined('UNICODE\0', little('a')), true)).toBe('a');
    expect(commentText(joined('UNICODE\0', big('a')), false)).toBe('a');
    expect(commentText(joined('ASCII\0\0\0', utf8('a')), true)).toBe('a');
  });

  it('in JIS is read where it is', () => {
    const bytes = Buffer.from('\x1b$B@c\x1b(B fox', 'latin1');
    expect(commentText(joined('JIS\0\0\0\0\0', bytes), true)).toBe('雪 fox');
    expect(commentText(joined('JIS\0\0\0\0\0', Buffer.from([0x90, 0xe1])), true)).toBe('雪');
  });

  it('in Latin-1 is read behind ASCII', () => {
    expect(commentText(joined('ASCII\0\0\0', Buffer.from('caf\xe9', 'latin1')), true)).toBe('café');
  });

  it('ends at its first zero, whatever lies behind', () => {
    expect(commentText(joined('ASCII\0\0\0', utf8('a fox\0\0junk')), true)).toBe('a fox');
    expect(commentText(joined('UNICODE\0', little('a fox\0junk')), true)).toBe('a fox');
  });

  it.each([0, 1, 7, 8, 9])('of %d zeros says nothing', (length) => {
    expect(commentText(new Uint8Array(length), true)).toBe('');
  });
});
