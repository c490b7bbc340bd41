import { concatBytes, guessText, latin1Bytes, latin1Text, utf8Bytes, utf8Text } from './bytes';
import { inflateZlibBounded } from './inflateBounded';
import { failure, success, type Outcome } from './outcome';
import { hasValidCrc, makePngChunk, type PngChunk } from './png';
import type { TextBudget } from './textBudget';

const TEXT_TYPES = ['tEXt', 'zTXt', 'iTXt'];

export function isPngText(chunk: PngChunk): boolean {
  return TEXT_TYPES.includes(chunk.type);
}

/** The keyword of a text chunk (1 to 79 characters), or null where it has none. */
export function pngTextKeyword(chunk: PngChunk): string | null {
  const end = chunk.data.subarray(0, 80).indexOf(0);
  return end > 0 ? latin1Text(chunk.data.subarray(0, end)) : null;
}

/** The text of a tEXt, zTXt or iTXt chunk. Fails on a wrong CRC, damaged or too much content; what it costs is counted in `budget`. */
export function readPngText(chunk: PngChunk, budget: TextBudget): Outcome<string> {
  const keyword = pngTextKeyword(chunk);
  if (!isPngText(chunk) || keyword === null) return failure('The text chunk has no keyword.');
  if (!budget.take(chunk.data.length)) return failure('The picture carries too much text.');
  if (!hasValidCrc(chunk)) return failure('The text chunk is damaged.');
  const rest = chunk.data.subarray(keyword.length + 1);
  if (chunk.type === 'tEXt') return success(guessText(rest));
  if (chunk.type === 'zTXt') {
    if (rest[0] !== 0) return failure('The text chunk is compressed in an unknown way.');
    return inflated(rest.subarray(1), budget, guessText);
  }
  const [compressed, method] = rest;
  const languageEnd = rest.indexOf(0, 2);
  const translatedEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) return failure('The text chunk is damaged.');
  const content = rest.subarray(translatedEnd + 1);
  if (compressed === 0) return success(utf8Text(content));
  if (compressed !== 1 || method !== 0) return failure('The text chunk is compressed in an unknown way.');
  return inflated(content, budget, utf8Text);
}

function inflated(data: Uint8Array, budget: TextBudget, decode: (bytes: Uint8Array) => string): Outcome<string> {
  const out = inflateZlibBounded(data, budget.limit);
  if (!out.ok) {
    budget.takeAll();
    return out;
  }
  budget.take(out.value.length);
  return success(decode(out.value));
}

/**
 * A text chunk for `keyword` (1 to 79 Latin letters): tEXt while the text is ASCII, which every reader understands, iTXt
 * (UTF-8, not compressed) for all else and where `international` asks for it. NUL, which PNG text can't hold, is left out.
 */
export function makePngText(keyword: string, text: string, international = false): Uint8Array<ArrayBuffer> {
  const clean = text.replaceAll('\0', '');
  const bytes = utf8Bytes(clean);
  const head = latin1Bytes(`${keyword}\0`);
  if (!international && bytes.length === clean.length) return makePngChunk('tEXt', concatBytes([head, bytes]));
  return makePngChunk('iTXt', concatBytes([head, new Uint8Array(4), bytes]));
}
