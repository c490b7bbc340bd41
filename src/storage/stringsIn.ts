/** More than any record has: what is larger is not looked through. */
const MAX_VALUES = 2_000_000;

/**
 * Every text in a record of any version, keys included: whatever it refers to by name is among them. Null where there are
 * parts that can't be looked into (packed bytes, for one), so that names may be hidden there.
 */
export function stringsIn(record: unknown): Set<string> | null {
  const found = new Set<string>();
  const waiting: unknown[] = [record];
  const seen = new Set<object>();
  for (let count = 0; waiting.length > 0; count++) {
    if (count > MAX_VALUES) return null;
    const value = waiting.pop();
    if (typeof value === 'string') found.add(value);
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const inner = partsOf(value);
    if (!inner) return null;
    for (const part of inner) waiting.push(part);
  }
  return found;
}

function partsOf(value: object): Iterable<unknown> | null {
  if (Array.isArray(value) || value instanceof Set) return value as Iterable<unknown>;
  if (value instanceof Map) return [...value.keys(), ...value.values()] as unknown[];
  if (value instanceof Date) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? [...Object.keys(value), ...(Object.values(value) as unknown[])] : null;
}
