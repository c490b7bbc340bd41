import { MAX_TEXT_BYTES } from './textBudget';

/** A JSON object from a foreign picture; every field is `unknown` until it was looked at. */
export type ForeignObject = Record<string, unknown>;

/** Deepest nesting that is read: graphs of graphs have about 15. Each level of a million costs the parser as much as a long text. */
const MAX_DEPTH = 100;
/** Most keys in a text; one for every twenty characters of the longest that is read. */
const MAX_KEYS = 50_000;
/** Most places that are repaired; what is left after them is no JSON. */
const MAX_REPAIRS = 10_000;
const UNREADABLE = /\d{16}|NaN|Infinity/;

/**
 * Reads JSON as other tools write it. Python's NaN and Infinity become null, and whole numbers too large for a double (seeds of
 * 64 bits) become strings, so that no digit is lost. Undefined where it is no JSON, too long or too tangled.
 */
function parseForeignJson(text: string): unknown {
  if (text.length > MAX_TEXT_BYTES || isTangled(text)) return undefined;
  try {
    return JSON.parse(UNREADABLE.test(text) ? repaired(text) : text) as unknown;
  } catch {
    return undefined;
  }
}

/** The parsed object, or null where the text holds anything else. */
export function parseForeignObject(text: string | undefined): ForeignObject | null {
  const value = text === undefined || !/^\s*\{/.test(text) ? undefined : parseForeignJson(text);
  return isObject(value) ? value : null;
}

export function isObject(value: unknown): value is ForeignObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's own field, never one it inherits. */
export function field(object: unknown, name: string): unknown {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The first of an object's own fields that is there: tools rename theirs. */
export function anyField(object: unknown, names: readonly string[]): unknown {
  return names.map((name) => field(object, name)).find((value) => value !== undefined);
}

/** Whether the text would keep the parser busy for longer than anybody's settings. */
function isTangled(text: string): boolean {
  let depth = 0;
  let keys = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') i = closingQuote(text, i + 1);
    else if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth--;
    else if (c === ':') keys++;
    if (depth > MAX_DEPTH || keys > MAX_KEYS) return true;
  }
  return false;
}

function repaired(text: string): string {
  const out: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length && out.length < 2 * MAX_REPAIRS) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    const plain = end - at < 'NaN'.length ? '' : text.slice(at, end);
    if (UNREADABLE.test(plain)) {
      out.push(text.slice(copied, at), repairedNumbers(plain));
      copied = end;
    }
    if (quote < 0) break;
    at = closingQuote(text, quote + 1) + 1;
  }
  return out.join('') + text.slice(copied);
}

function repairedNumbers(plain: string): string {
  return plain.replace(/-?\bInfinity\b|\bNaN\b/g, 'null').replace(/(?<![\d.eE+-])-?\d{16,40}(?![\d.eE])/g, '"$&"');
}

function closingQuote(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
