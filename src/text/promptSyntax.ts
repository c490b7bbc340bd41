import { promptPieces, type Piece, type PromptDialect } from './promptPieces';

/** A run of text that is told to the model with one weight. */
export interface WeightedText {
  text: string;
  weight: number;
}

/** Parts that begin in a chunk of their own (`BREAK`), each in runs; neighbouring runs differ in weight. At least one part. */
export type ParsedPrompt = WeightedText[][];

/**
 * What a prompt says with which weight. By A1111's rule: `(x)` weighs 1.1, `[x]` 1 / 1.1, `(x:1.3)` 1.3, nested they multiply, `\(` is a
 * bracket, `BREAK` begins a new chunk. Nothing is malformed: brackets without a partner are text (in the dialect `a1111` an open one goes
 * to the end, as there). In ComfyUI a written weight replaces those around it; InvokeAI writes `word++` and `(x)1.3`.
 */
export function parsePrompt(prompt: string, dialect: PromptDialect = 'outpane'): ParsedPrompt {
  const pieces = promptPieces(prompt, dialect);
  const partners = pairBrackets(pieces, dialect === 'a1111');
  const parts: ParsedPrompt = [[]];
  /** The pairs that are open, each with the weight within it. */
  const open: { close: number; factor: number; explicit: boolean }[] = [];
  for (const [i, piece] of pieces.entries()) {
    const pair = partners.get(i);
    if (pair) {
      open.push(pair);
    } else if (piece.kind === 'close' && removePair(open, i)) {
      continue;
    } else if (piece.kind === 'break') {
      parts.push([]);
    } else {
      addRun(parts.at(-1) ?? [], textOf(piece), weightWithin(open, dialect));
    }
  }
  return parts;
}

/** For each opening bracket with a partner: where it closes and what that makes of the weight. Kinds may cross. */
function pairBrackets(
  pieces: readonly Piece[],
  toTheEnd: boolean,
): Map<number, { close: number; factor: number; explicit: boolean }> {
  const pairs = new Map<number, { close: number; factor: number; explicit: boolean }>();
  const waiting = { round: [] as number[], square: [] as number[] };
  for (const [i, { kind, bracket, factor, explicit }] of pieces.entries()) {
    if (!bracket) continue;
    if (kind === 'open') waiting[bracket].push(i);
    else {
      const partner = waiting[bracket].pop();
      if (partner !== undefined) pairs.set(partner, { close: i, factor, explicit });
    }
  }
  if (toTheEnd) {
    for (const i of waiting.round) pairs.set(i, { close: Infinity, factor: 1.1, explicit: false });
    for (const i of waiting.square) pairs.set(i, { close: Infinity, factor: 1 / 1.1, explicit: false });
  }
  return pairs;
}

/** Whether a closing bracket closes one of the open pairs, which is then gone. */
function removePair(open: { close: number }[], close: number): boolean {
  const at = open.findLastIndex((pair) => pair.close === close);
  if (at < 0) return false;
  open.splice(at, 1);
  return true;
}

function weightWithin(open: readonly { factor: number; explicit: boolean }[], dialect: PromptDialect): number {
  return open.reduce(
    (weight, { factor, explicit }) => (dialect === 'comfyui' && explicit ? factor : weight * factor),
    1,
  );
}

function textOf({ kind, source }: Piece): string {
  return kind === 'escape' ? source.slice(1) : source;
}

function addRun(runs: WeightedText[], text: string, weight: number): void {
  const last = runs.at(-1);
  if (last?.weight === weight) last.text += text;
  else runs.push({ text, weight });
}

/** Selected text with its weight changed by `step`, as `(text:1.1)`; a weight of 1 takes the brackets away. */
export function changeWeight(selected: string, step: number): string {
  const match = /^\(([^]*):\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)$/.exec(selected);
  const [, text = selected, weight = '1'] = match ?? [];
  const changed = Math.round((Number(weight) + step) * 100) / 100;
  return changed === 1 ? text : `(${text}:${changed})`;
}
