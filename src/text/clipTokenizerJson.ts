/** What CLIP's tokenizer splits before it merges: its own special tokens, English endings, words, digits one by one, and the rest. */
const PATTERN = String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;
const BEGIN = '<|startoftext|>';
const END = '<|endoftext|>';

/**
 * The tokenizer.json that `vocab.json` and `merges.txt` of a CLIP model stand for (texts of the files). Null where they are no such files.
 */
export function clipTokenizerJson(vocabJson: string, mergesTxt: string): object | null {
  const vocab = readVocab(vocabJson);
  const begin = vocab?.[BEGIN];
  const end = vocab?.[END];
  if (!vocab || begin === undefined || end === undefined) return null;
  const special = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    version: '1.0',
    added_tokens: [
      { id: begin, content: BEGIN, ...special },
      { id: end, content: END, ...special },
    ],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: PATTERN }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [END, end],
      cls: [BEGIN, begin],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: END,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: readMerges(mergesTxt),
    },
  };
}

function readVocab(json: string): Record<string, number> | null {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const entries = Object.entries(parsed);
    return entries.every((entry): entry is [string, number] => typeof entry[1] === 'number')
      ? Object.fromEntries(entries)
      : null;
  } catch {
    return null;
  }
}

/** Two words a line; a first line that begins with `#version` is none. */
function readMerges(text: string): string[] {
  return text.split('\n').filter((line, i) => line.trim() !== '' && !(i === 0 && line.startsWith('#version')));
}
