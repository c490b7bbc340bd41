/** Lists that `__name__` chooses from, by name. */
export type WildcardLists = ReadonlyMap<string, readonly string[]>;

/** Choices within choices that are followed; deeper ones stay as they are written. */
const MAX_DEPTH = 12;
/** Longer results are not made: lists may name each other. */
const MAX_LENGTH = 20_000;
const WILDCARD = /__([\w./-]+?)__/g;

/**
 * A prompt with one of each `{a|b|c}` chosen, and a line of each `__name__`'s list. What is chosen is a function of the prompt, the lists
 * and the seed alone. Braces without `|` or without a partner, and names without a list, are text.
 */
export function resolveChoices(template: string, seed: number, lists: WildcardLists = new Map()): string {
  const random = choices(seed);
  let text = template;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = resolveWildcards(resolveBraces(text, random), random, lists);
    if (next === text || next.length > MAX_LENGTH) break;
    text = next;
  }
  return text;
}

/** Whether a prompt is a template: resolving it may give something else. */
export function hasChoices(prompt: string): boolean {
  return /\{[^{}]*\|[^{}]*\}/.test(prompt) || prompt.search(WILDCARD) >= 0;
}

/** Innermost choices first, from left to right. */
function resolveBraces(text: string, random: () => number): string {
  return text.replace(/\{([^{}]*\|[^{}]*)\}/g, (_all, options: string) => pick(options.split('|'), random) ?? '');
}

function resolveWildcards(text: string, random: () => number, lists: WildcardLists): string {
  return text.replace(WILDCARD, (written, name: string) => pick(lists.get(name) ?? [], random) ?? written);
}

function pick<T>(options: readonly T[], random: () => number): T | undefined {
  return options.length === 0 ? undefined : options[Math.floor(random() * options.length)];
}

/** Numbers from 0 to 1 (exclusive) from a seed of up to 53 bits: Steele's SplitMix, 32 bits wide. */
function choices(seed: number): () => number {
  let state = (seed % 2 ** 32) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
