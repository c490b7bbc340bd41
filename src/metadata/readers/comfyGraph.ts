import { field, isObject, type ForeignObject } from '../foreignJson';
import { toNumber } from '../importedSettings';

export interface ComfyNode {
  id: string;
  type: string;
  /** By name: a value, or a link `[node id, output]`. */
  inputs: ForeignObject;
}

/** Steps from node to node in search of texts and numbers, for a whole picture: real graphs need some hundreds. */
const MAX_STEPS = 10_000;
/** Inputs under which nodes hold a text or a number, or hand one on. */
const PASSED = 'populated_text text value string prompt result seed noise_seed int float number'.split(' ');

/** The nodes by their ids. */
export class ComfyGraph extends Map<string, ComfyNode> {
  private stepsLeft = MAX_STEPS;
  private readonly passings = new Map<ComfyNode, Passing>();

  /** Counts a step; false when there have been too many. */
  takeStep(): boolean {
    return this.stepsLeft-- > 0;
  }

  /** What a node hands on; looked for once. */
  passingOf(node: ComfyNode): Passing {
    const known = this.passings.get(node) ?? findPassing(this, node);
    this.passings.set(node, known);
    return known;
  }
}

/** What a node hands on: one of its inputs, or several texts as one. `isGuess`: nothing says that it does just that. */
export type Passing =
  | { kind: 'one'; input: unknown; isGuess: boolean; isSwitch: boolean; isNamed: boolean }
  | { kind: 'joined'; inputs: unknown[]; delimiter: string; isTrimmed: boolean; isGuess: boolean; isSwitch: false };

/** "text_a", "text2", "string_1", "any_01": one of several inputs of a kind. */
const NUMBERED = /^(any|cond[a-z]*|input|prompt|str|string|text|value)_?(\d{1,3}|[a-z])$/i;
const JOINS = /concat|join|combine|append|merge/i;
const SWITCH = /switch|select/i;

function findPassing(graph: ComfyGraph, node: ComfyNode): Passing {
  const { inputs, type } = node;
  const one = (input: unknown, more: { isGuess?: boolean; isSwitch?: boolean; isNamed?: boolean } = {}): Passing => ({
    kind: 'one',
    input,
    isGuess: false,
    isSwitch: false,
    isNamed: false,
    ...more,
  });
  const list = numbered(inputs);
  const texts = list.filter(({ name }) => !/^cond/i.test(name));
  if (SWITCH.test(type)) {
    const chosen = switched(inputs, list);
    if (chosen) return one(chosen.input, { isSwitch: true, isGuess: chosen.isGuess });
  }
  const between = inputs['delimiter'] ?? inputs['separator'];
  const delimiter = between === '\\n' ? '\n' : typeof between === 'string' ? between : '';
  const join = (isGuess: boolean): Passing => ({
    kind: 'joined',
    inputs: texts.map(({ value }) => value),
    delimiter: isGuess ? ' ' : delimiter,
    isTrimmed: String(inputs['clean_whitespace']) === 'true',
    isGuess,
    isSwitch: false,
  });
  if (texts.length > 0 && (between !== undefined || JOINS.test(type))) return join(false);
  const name = PASSED.find((known) => inputs[known] !== undefined);
  if (name !== undefined) return one(inputs[name], { isNamed: true });
  const [only, ...others] = texts;
  if (only) return others.length > 0 ? join(true) : one(only.value, { isNamed: true });
  const [link, ...more] = Object.values(inputs).filter((value) => linkedNode(graph, value));
  return one(link, { isGuess: link === undefined || more.length > 0 });
}

interface NumberedInput {
  name: string;
  /** Its number, or its letter's place in the alphabet. */
  at: number;
  value: unknown;
}

/** The inputs that are numbered or lettered, in their order. */
function numbered(inputs: ForeignObject): NumberedInput[] {
  return Object.entries(inputs)
    .flatMap(([name, value]) => {
      const [, , at] = NUMBERED.exec(name) ?? [];
      if (at === undefined || value === null) return [];
      return [{ name, at: Number(at) || at.toLowerCase().charCodeAt(0) - 96, value }];
    })
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_PARTS);
}

/** What a switch lets through: the input of the number that it says, that of yes or no, else the first that there is. */
function switched(inputs: ForeignObject, list: readonly NumberedInput[]) {
  const yes = inputs['boolean'] ?? inputs['switch'] ?? inputs['condition'];
  const [onTrue, onFalse] = [inputs['on_true'], inputs['on_false']];
  if (onTrue !== undefined || onFalse !== undefined) {
    const isGuess = typeof yes !== 'boolean';
    return { input: yes === false ? onFalse : onTrue, isGuess };
  }
  const which = inputs['select'] ?? inputs['Input'] ?? inputs['input'] ?? inputs['index'];
  const number = toNumber(which);
  const chosen = number === null ? list[0] : list.find(({ at }) => at === number);
  return chosen && { input: chosen.value, isGuess: which !== undefined && number === null };
}

/** Most inputs of a kind that are looked at. */
const MAX_PARTS = 50;
export const MAX_NODES = 5000;
/** Nodes with more are left out; the widest in use have some dozens. */
export const MAX_INPUTS = 500;

/** The graph of a `prompt` text (node id -> {class_type, inputs}), or null where the JSON is something else. */
export function graphFromPrompt(json: ForeignObject | null): ComfyGraph | null {
  const graph = new ComfyGraph();
  for (const [id, node] of Object.entries(json ?? {}).slice(0, MAX_NODES)) {
    const type = field(node, 'class_type');
    const inputs = field(node, 'inputs');
    if (typeof type === 'string' && isObject(inputs) && Object.keys(inputs).length <= MAX_INPUTS)
      graph.set(id, { id, type, inputs });
  }
  return graph.size > 0 ? graph : null;
}

/** The node that a link value points to, or undefined where the value is no link or leads nowhere. */
export function linkedNode(graph: ComfyGraph, value: unknown): ComfyNode | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [id] = value as unknown[];
  return typeof id === 'string' || typeof id === 'number' ? graph.get(String(id)) : undefined;
}

/** All nodes that feed `start`, itself first, nearest first, each once; nodes that `stop` names are given but not passed. */
export function upstream(graph: ComfyGraph, start: ComfyNode, stop?: (node: ComfyNode) => boolean): ComfyNode[] {
  const found = new Set([start]);
  for (const node of found) {
    if (node !== start && stop?.(node)) continue;
    for (const value of Object.values(node.inputs)) {
      const next = linkedNode(graph, value);
      if (next) found.add(next);
    }
  }
  return [...found];
}
