/** How far beyond the wanted tokens a prefix is still tried: a word broken in two can have more tokens than the whole word. */
const SLACK = 16;

/**
 * The index in `prompt` of the first character that is not read when only its first `room` tokens are (spaces are not characters). `encode` gives a text's tokens
 * without special ones. Exact for tokenizers that match greedily from the left (WordPiece); where merging can change what came before
 * (BPE) and no prefix of the word fits, the cut is the word's start.
 */
export function findCut(prompt: string, room: number, encode: (text: string) => number[]): number {
  const all = encode(prompt);
  let start = 0;
  let before: number[] = [];
  for (const match of prompt.matchAll(/\S+/gu)) {
    const word = encode(match[0]);
    // Words are tokenised apart from one another by every tokenizer we know; should one not, the prompt is one word.
    if (!startsWith(all, [...before, ...word])) {
      start = 0;
      before = [];
      break;
    }
    start = match.index;
    if (before.length + word.length > room) break;
    before = [...before, ...word];
  }
  return start + longestPrefix(prompt.slice(start), all.slice(before.length, room), encode);
}

/** Length of the longest prefix of `text` whose tokens are exactly `wanted`; 0 when there is none. */
function longestPrefix(text: string, wanted: number[], encode: (text: string) => number[]): number {
  if (wanted.length === 0) return 0;
  let best = 0;
  let end = 0;
  for (const character of text) {
    end += character.length;
    const tokens = encode(text.slice(0, end));
    if (tokens.length === wanted.length && startsWith(tokens, wanted)) best = end;
    if (tokens.length > wanted.length + SLACK) break;
  }
  return best;
}

function startsWith(tokens: number[], start: number[]): boolean {
  return start.every((token, i) => tokens[i] === token);
}
