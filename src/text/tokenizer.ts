import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import type { ModelCard } from '../models/modelCard';
import { modelDamaged } from '../protocol/errors';
import type { PromptReading } from '../protocol/messages';
import { findCut } from './findCut';
import { withUnicodeSpaces } from './unicodeSpaces';

/** A prompt as the text encoder takes it; both arrays have the card's `maxLength`. */
export interface TokenizedPrompt {
  ids: number[];
  /** 1 = token, 0 = padding. */
  mask: number[];
}

export interface Tokenizer {
  /** Ids with the special tokens, cut (the last special token kept) or padded to the model's length. */
  tokenize(prompt: string): TokenizedPrompt;
  /** How much of the prompt the model reads. */
  readPrompt(prompt: string): PromptReading;
  /** A text's ids without the special tokens, uncut: what chunks are made of. */
  encode(text: string): number[];
  /** The special tokens around a prompt, which are the ids of an empty one. */
  specials: readonly number[];
}

/** A tokenizer from a model's `tokenizer.json` and `tokenizer_config.json` (UTF-8 bytes). Throws `model-damaged`. */
export function createTokenizer(
  tokenizerJson: Uint8Array,
  configJson: Uint8Array,
  { maxLength, padId }: ModelCard['tokenizer'],
): Tokenizer {
  const inner = parse(tokenizerJson, configJson);
  const encode = (text: string, special: boolean): number[] => inner.encode(text, { add_special_tokens: special }).ids;
  const specials = encode('', true);

  return {
    tokenize: (prompt) => {
      const all = encode(prompt, true);
      const last = all.at(-1);
      const kept = all.length > maxLength && last !== undefined ? [...all.slice(0, maxLength - 1), last] : all;
      return {
        ids: [...kept, ...Array<number>(maxLength - kept.length).fill(padId)],
        mask: Array.from({ length: maxLength }, (_, i) => (i < kept.length ? 1 : 0)),
      };
    },
    readPrompt: (prompt) => {
      const tokens = encode(prompt, true).length;
      const cutAt =
        tokens > maxLength ? findCut(prompt, maxLength - specials.length, (text) => encode(text, false)) : null;
      return { tokens, limit: maxLength, cutAt };
    },
    encode: (text) => encode(text, false),
    specials,
  };
}

function parse(tokenizerJson: Uint8Array, configJson: Uint8Array): HuggingFaceTokenizer {
  const decoder = new TextDecoder();
  try {
    const [tokenizer, config]: unknown[] = [tokenizerJson, configJson].map((bytes) =>
      JSON.parse(decoder.decode(bytes)),
    );
    return new HuggingFaceTokenizer(Object(withUnicodeSpaces(tokenizer)), Object(config));
  } catch (thrown) {
    throw modelDamaged(
      'The model’s tokenizer can’t be read.',
      'Your pictures and settings are safe. Remove the model and fetch it again.',
      String(thrown),
    );
  }
}
