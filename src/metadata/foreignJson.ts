import { MAX_TEXT_BYTES } from './textBudget';

/** A JSON object from a foreign picture; every field is `unknown` until it was looked at. */
export type ForeignObject = Record<string, unknown>;

/**
 * Reads JSON as other tools write it. Python's NaN and Infinity become null, and whole numbers too large for a double (seeds of
 * 64 bits) become strings, so that no digit is lost. Undefined where it is no JSON or too long.
 */
export function parseForeignJson(text: string): unknown {
  if (text.length > MAX_TEXT_BYTES) return undefined;
  try {
    return JSON.parse(/\d{16}|NaN|Infinity/.test(text) ? repaired(text) : text) as unknown;
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

function repaired(text: string): string {
  const out: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    out.push(
      text
        .slice(at, end)
        .replace(/-?\bInfinity\b|\bNaN\b/g, 'null')
        .replace(/(?<![\d.eE+-])-?\d{16,40}(?![\d.eE])/g, '"$&"'),
    );
    if (quote < 0) break;
    const close = closingQuote(text, quote + 1);
    out.push(text.slice(quote, close + 1));
    at = close + 1;
  }
  return out.join('');
}

function closingQuote(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
