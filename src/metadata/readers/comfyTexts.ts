import { linkedNode, type ComfyGraph, type ComfyNode, type Passing } from './comfyGraph';

export type Side = 'positive' | 'negative';

/** Inputs under which encoders take a text of the prompt. */
const PROMPT_INPUTS = ['populated_text', 'text', 'text_g', 'text_l', 't5xxl', 'clip_l', 'clip_g', 'prompt'];
/** Links that lead to no conditioning and no text. */
const ELSEWHERE = /model|clip|vae|image|mask|latent|sample|control|noise|sigma/i;
/** Bundles of model, conditionings and more that are handed on as one. */
export const PIPE = /pipe$|tuple$/i;
/** How many nodes a text or number is followed through. */
const MAX_HOPS = 20;
const MAX_PIECES = 50;
/** Longest text that is joined to another, in characters; a request takes no more. */
const MAX_JOINED = 10_000;
const MAX_DELIMITER = 20;

/** A plain value, or the text or number that a link leads to; undefined where there is none. Types of nodes that were guessed at go to `guessed`. */
export function resolve(
  graph: ComfyGraph,
  input: unknown,
  { side, guessed, hops = MAX_HOPS }: { side?: Side; guessed?: Set<string>; hops?: number } = {},
): unknown {
  const node = linkedNode(graph, input);
  if (!node) return Array.isArray(input) ? undefined : (input ?? undefined);
  if (hops <= 0 || !graph.takeStep()) return undefined;
  const ofSide = side && sideInput(node, side);
  if (ofSide !== undefined) return resolve(graph, ofSide, { side, guessed, hops: hops - 1 });
  const passing = graph.passingOf(node);
  if (passing.isGuess) guessed?.add(node.type);
  if (passing.kind === 'one') return resolve(graph, passing.input, { side, guessed, hops: hops - 1 });
  return joined(graph, passing, { side, guessed, hops });
}

/** The parts that are texts, in their order. Each gets a share of the hops, so that a graph of such nodes can't grow without end. */
function joined(
  graph: ComfyGraph,
  { inputs, delimiter, isTrimmed }: Passing & { kind: 'joined' },
  { hops, ...how }: { side?: Side; guessed?: Set<string>; hops: number },
): string {
  const between = delimiter.slice(0, MAX_DELIMITER);
  let text = '';
  for (const input of inputs) {
    const part = resolve(graph, input, { ...how, hops: hops >> 1 });
    if (typeof part !== 'string') continue;
    const words = isTrimmed ? part.trim() : part;
    if (words !== '') text += (text === '' ? '' : between) + words.slice(0, MAX_JOINED);
    if (text.length >= MAX_JOINED) break;
  }
  return text.slice(0, MAX_JOINED);
}

/** What a node with both prompts in it says of one: "positive", "text_positive", "positive_prompt". */
function sideInput({ inputs }: ComfyNode, side: Side): unknown {
  const names = [side, `text_${side}`, `${side}_text`, `prompt_${side}`, `${side}_prompt`];
  return names.map((name) => inputs[name]).find((value) => value !== undefined);
}

/** The texts of one side of the prompt, and what is to be said about them. */
export interface PromptText {
  text: string;
  /** Whether an encoder, or a text in its place, was found at all; what it holds may be nothing. */
  isFound: boolean;
  /** Types of the nodes that were guessed at. */
  guessed: Set<string>;
}

/** Walks up the conditioning from a link and gathers the texts of all encoders it meets. */
export function promptText(graph: ComfyGraph, start: unknown, side: Side): PromptText {
  const pieces: string[] = [];
  const guessed = new Set<string>();
  const seen = new Set<ComfyNode>();
  let isFound = false;

  const textOf = (input: unknown): string | undefined => {
    const before = guessed.size;
    const text = resolve(graph, input, { side, guessed });
    if (typeof text === 'string') return text;
    const node = linkedNode(graph, input);
    if (node && guessed.size === before) guessed.add(node.type);
    return undefined;
  };
  const take = (texts: readonly string[]) => {
    isFound = true;
    pieces.push(...texts.filter((text) => text.trim() !== ''));
  };
  const walk = (input: unknown): void => {
    const node = linkedNode(graph, input);
    if (typeof input === 'string') take([input]);
    if (!node || seen.has(node) || pieces.length >= MAX_PIECES || seen.size > 500) return;
    seen.add(node);
    if (/zero.?out/i.test(node.type)) {
      isFound = true;
      return;
    }
    const named = PROMPT_INPUTS.map((name) => node.inputs[name]).filter((value) => value !== undefined);
    if (named.length > 0) {
      const texts = named.map(textOf).filter((text) => text !== undefined);
      if (texts.length > 0) take(texts);
      return;
    }
    for (const next of onward(graph, node, side)) walk(next);
    if (isTextNode(graph, node)) {
      const text = textOf(input);
      if (text !== undefined) take([text]);
    }
  };
  walk(start);
  return { text: [...new Set(pieces)].join('\n'), isFound, guessed };
}

/** Whether it writes or joins texts itself. */
function isTextNode(graph: ComfyGraph, node: ComfyNode): boolean {
  const passing = graph.passingOf(node);
  return passing.kind === 'joined' || passing.isNamed;
}

/** The inputs that the conditioning of one side comes from, by the names that nodes give them. */
function onward(graph: ComfyGraph, node: ComfyNode, side: Side): unknown[] {
  const own = sideInput(node, side);
  if (own !== undefined) return [own];
  const passing = graph.passingOf(node);
  if (passing.isSwitch) return [passing.input];
  const inputs = Object.entries(node.inputs);
  const named = (name: RegExp) => inputs.filter(([key]) => name.test(key));
  const isLink = (value: unknown) => linkedNode(graph, value) !== undefined;
  const rest = inputs.filter(([key, value]) => !ELSEWHERE.test(key) && isLink(value));
  const ways = [named(/^cond/i), named(/^$/), named(PIPE), isTextNode(graph, node) ? [] : rest];
  return (ways.find((way) => way.length > 0) ?? []).map(([, value]) => value);
}
