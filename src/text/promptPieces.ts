/** Whose rules a prompt is written by. */
export type PromptDialect = 'outpane' | 'a1111' | 'comfyui' | 'invokeai';

/** A piece of a prompt's source. All pieces' sources together are the prompt. */
export interface Piece {
  source: string;
  kind: 'text' | 'escape' | 'break' | 'open' | 'close';
  bracket: 'round' | 'square' | null;
  /** Of a closing bracket: what it makes of the weight of all since its opening one. */
  factor: number;
  /** Whether the factor is written out as a number. */
  explicit: boolean;
}

const EMPHASIS = 1.1;
const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`;

/** A1111's. Text comes last, in runs that no other sign begins in. */
const BRACKETS = new RegExp(
  [
    String.raw`(?<escape>\\[()[\]\\])`,
    String.raw`(?<open>[([])`,
    String.raw`(?<close>[)\]]|:\s*(?<number>${NUMBER})\s*\))`,
    String.raw`(?<break>\s*\bBREAK\b\s*)`,
    String.raw`(?<text>\s+|[^\s\\()[\]:B]+|[^])`,
  ].join('|'),
  'g',
);

/** ComfyUI's: round brackets only. */
const ROUND_BRACKETS = new RegExp(
  [
    String.raw`(?<escape>\\[()])`,
    String.raw`(?<open>\()`,
    String.raw`(?<close>\)|:\s*(?<number>${NUMBER})\s*\))`,
    String.raw`(?<text>[^\\():]+|[^])`,
  ].join('|'),
  'g',
);

/** InvokeAI's (Compel): plus and minus signs or a number after a bracket, signs after a word. */
const COMPEL = new RegExp(
  [
    String.raw`(?<escape>\\[()])`,
    String.raw`(?<open>\()`,
    String.raw`(?<close>\)(?:(?<number>\d+\.?\d*|\.\d+)|(?<signs>\++|-+))?)`,
    String.raw`(?<word>(?<![^\s(])[^\s()+,]*[^\s()+,-])(?<wordSigns>\++|-+)(?=[\s,.)]|$)`,
    String.raw`(?<text>\s+|[^\s\\()]+|[^])`,
  ].join('|'),
  'g',
);

/** The pieces of a prompt by a dialect's signs. */
export function promptPieces(prompt: string, dialect: PromptDialect): Piece[] {
  const grammar = dialect === 'invokeai' ? COMPEL : dialect === 'comfyui' ? ROUND_BRACKETS : BRACKETS;
  const unmarked = dialect === 'invokeai' ? 1 : EMPHASIS;
  return Array.from(prompt.matchAll(grammar)).flatMap((match) => toPieces(match, unmarked));
}

function toPieces({ 0: source, groups = {} }: RegExpExecArray, unmarked: number): Piece[] {
  const { word, wordSigns = '', number, signs = '' } = groups;
  if (word !== undefined)
    return [open('', 'round'), plain('text', word), close(wordSigns, 'round', compelFactor(wordSigns), false)];
  if (groups.close !== undefined) {
    if (source === ']') return [close(source, 'square', 1 / EMPHASIS, false)];
    const factor = number === undefined ? unmarked * compelFactor(signs) : Number(number);
    return [close(source, 'round', factor, number !== undefined)];
  }
  if (groups.open !== undefined) return [open(source, source === '[' ? 'square' : 'round')];
  return [plain(groups.escape !== undefined ? 'escape' : groups.break !== undefined ? 'break' : 'text', source)];
}

function plain(kind: 'text' | 'escape' | 'break', source: string): Piece {
  return { source, kind, bracket: null, factor: 1, explicit: false };
}

function open(source: string, bracket: 'round' | 'square'): Piece {
  return { source, kind: 'open', bracket, factor: 1, explicit: false };
}

function close(source: string, bracket: 'round' | 'square', factor: number, explicit: boolean): Piece {
  return { source, kind: 'close', bracket, factor, explicit };
}

function compelFactor(signs: string): number {
  return (signs.startsWith('-') ? 0.9 : 1.1) ** signs.length;
}
