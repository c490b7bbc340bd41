import { readSeed } from '../../protocol/seed';

/** What is typed into the seed's field: a seed, any at all, or none; and a sentence where it was not taken as it stands. */
export interface TypedSeed {
  seed: number | null;
  isAny: boolean;
  sentence: string | null;
}

/** By the rule for all seeds; an empty field says nothing. */
export function typedSeed(text: string): TypedSeed {
  const typed = text.trim();
  const read = readSeed(typed);
  if (read.kind === 'seed') return { seed: read.seed, isAny: false, sentence: read.note };
  if (read.kind === 'any' || typed === '') return { seed: null, isAny: read.kind === 'any', sentence: null };
  const refusal = `${typed.slice(0, 40)} is no seed: that is a whole number from 0 up, or -1 for any. The seed stays as it was.`;
  return { seed: null, isAny: false, sentence: refusal };
}
