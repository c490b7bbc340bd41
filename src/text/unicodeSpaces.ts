/** How GPT-2's byte level splits, which the tokenizer library has in a JavaScript form of its own. */
const BYTE_LEVEL = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/**
 * A tokenizer.json that means by white space what it means in the libraries it was written for, Unicode's. JavaScript's counts the byte
 * order mark too, and not the next-line sign.
 */
export function withUnicodeSpaces(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  const { normalizer, pre_tokenizer: preTokenizer, ...rest } = Object.fromEntries(Object.entries(json));
  return {
    ...rest,
    ...(normalizer === undefined ? {} : { normalizer: rewrite(normalizer) }),
    ...(preTokenizer === undefined ? {} : { pre_tokenizer: rewrite(preTokenizer) }),
  };
}

function rewrite(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(rewrite);
  if (typeof json !== 'object' || json === null) return json;
  const fields = Object.fromEntries(
    Object.entries(json).map(([key, value]: [string, unknown]) => [
      key,
      key === 'Regex' && typeof value === 'string' ? exact(value) : rewrite(value),
    ]),
  );
  if (fields.type === 'WhitespaceSplit') return split(String.raw`\s+`, 'Removed');
  if (fields.type === 'ByteLevel' && fields.use_regex !== false && fields.add_prefix_space === false) {
    return { type: 'Sequence', pretokenizers: [split(BYTE_LEVEL, 'Isolated'), { ...fields, use_regex: false }] };
  }
  return fields;
}

function split(expression: string, behavior: string): object {
  return { type: 'Split', pattern: { Regex: exact(expression) }, behavior, invert: false };
}

function exact(expression: string): string {
  return expression.replace(/\\(.)/gs, (written, sign: string) => {
    if (sign === 's') return String.raw`\p{White_Space}`;
    return sign === 'S' ? String.raw`\P{White_Space}` : written;
  });
}
