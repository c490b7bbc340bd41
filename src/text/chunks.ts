import type { ParsedPrompt } from './promptSyntax';

/** What a text encoder's vocabulary says about chunks. */
export interface ChunkRules {
  /** Tokens of a text, without special ones. */
  encode: (text: string) => readonly number[];
  /** The first and the last token of each chunk, and what fills it up after the last. */
  begin: number;
  end: number;
  pad: number;
  /** A comma: chunks are cut there if one is near. */
  comma?: number;
  /** Tokens of a chunk between its first and last. */
  room: number;
}

/** As a text encoder takes it: `room` + 2 ids, and the weight of each. */
export interface TokenChunk {
  ids: number[];
  weights: number[];
}

/** How far back a comma is looked for, as A1111 does by default. */
const COMMA_DISTANCE = 20;

/**
 * A prompt of any length in chunks of `room` tokens, joined as A1111 joins them: a full chunk is cut after its last comma if that is at most
 * 20 tokens back, and `BREAK` fills the chunk up. At least one chunk.
 */
export function chunkPrompt(parsed: ParsedPrompt, rules: ChunkRules): TokenChunk[] {
  const chunks: TokenChunk[] = [];
  let ids: number[] = [];
  let weights: number[] = [];
  let lastComma = -1;
  const close = (keep: number): void => {
    chunks.push(fillUp(ids.slice(0, keep), weights.slice(0, keep), rules));
    ids = ids.slice(keep);
    weights = weights.slice(keep);
    lastComma = -1;
  };

  for (const [part, runs] of parsed.entries()) {
    if (part > 0) close(ids.length);
    for (const { text, weight } of runs) {
      for (const token of rules.encode(text)) {
        if (token === rules.comma) lastComma = ids.length;
        else if (ids.length === rules.room && lastComma >= 0 && ids.length - lastComma <= COMMA_DISTANCE)
          close(lastComma + 1);
        if (ids.length === rules.room) close(ids.length);
        ids.push(token);
        weights.push(weight);
      }
    }
  }
  if (ids.length > 0 || chunks.length === 0) close(ids.length);
  return chunks;
}

/** Chunks of nothing until there are `count`: prompt and negative prompt have to be equally long. */
export function padChunks(chunks: readonly TokenChunk[], count: number, rules: ChunkRules): TokenChunk[] {
  const missing = Math.max(0, count - chunks.length);
  return [...chunks, ...Array.from({ length: missing }, () => fillUp([], [], rules))];
}

function fillUp(ids: readonly number[], weights: readonly number[], { begin, end, pad, room }: ChunkRules): TokenChunk {
  const free = room - ids.length;
  return {
    ids: [begin, ...ids, end, ...Array<number>(free).fill(pad)],
    weights: [1, ...weights, ...Array<number>(free + 1).fill(1)],
  };
}
