/** A record as text, with the bytes that stand in it apart: each named by its place in `binaries`. */
export interface EncodedRecord {
  json: string;
  binaries: Blob[];
}

/** Deeper records are refused: nothing that an app writes is, and a stack has an end. */
const MAX_DEPTH = 200;

const VIEWS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/**
 * Any value that a database gives back, so that `decodeRecord` makes an equal one of it: what JSON has no word for is an
 * object whose first key begins with "$". Undefined for the few that have no such form (pictures of a canvas, keys, cycles).
 */
export function encodeRecord(value: unknown): EncodedRecord | undefined {
  const found: Found = { binaries: [], marks: 0 };
  const json = encoded(value, found);
  return json === undefined ? undefined : { json, binaries: found.binaries };
}

/** Whether plain JSON says all of it. */
export function isPlainJson(value: unknown): boolean {
  const found: Found = { binaries: [], marks: 0 };
  return encoded(value, found) !== undefined && found.marks === 0;
}

/** What was met on the way: bytes, and how many values that JSON has no word for. */
interface Found {
  binaries: Blob[];
  marks: number;
}

function encoded(value: unknown, found: Found): string | undefined {
  try {
    return JSON.stringify(encode(value, found, 0));
  } catch (thrown) {
    if (thrown instanceof NoForm) return undefined;
    throw thrown;
  }
}

class NoForm extends Error {}

function encode(value: unknown, found: Found, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new NoForm();
  const inner = (one: unknown) => encode(one, found, depth + 1);
  const marked = (form: Record<`$${string}`, unknown>, rest?: Record<string, unknown>) => {
    found.marks += 1;
    return { ...form, ...rest };
  };
  const keep = (bytes: Blob) => found.binaries.push(bytes) - 1;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return marked({ $undefined: true });
  if (typeof value === 'bigint') return marked({ $bigint: String(value) });
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return marked({ $number: '-0' });
    return Number.isFinite(value) ? value : marked({ $number: String(value) });
  }
  if (Array.isArray(value)) return Array.from(value, inner);
  if (typeof value !== 'object') throw new NoForm();
  if (value instanceof Blob) return marked({ $blob: keep(value) }, { type: value.type });
  if (value instanceof ArrayBuffer) return marked({ $bytes: keep(new Blob([value])) }, { as: 'ArrayBuffer' });
  if (ArrayBuffer.isView(value)) {
    const as = Object.entries(VIEWS).find(([, View]) => value instanceof View)?.[0] ?? 'DataView';
    const bytes = new Uint8Array(value.byteLength);
    bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return marked({ $bytes: keep(new Blob([bytes])) }, { as });
  }
  if (value instanceof Date) return marked({ $date: inner(value.getTime()) });
  if (value instanceof Map) return marked({ $map: [...value].map(inner) });
  if (value instanceof Set) return marked({ $set: [...value].map(inner) });
  if (!isPlain(value)) throw new NoForm();
  // A field that is undefined is as good as none, as JSON has it.
  const entries = Object.entries(value).flatMap(([key, one]): [string, unknown][] =>
    one === undefined ? [] : [[key, inner(one)]],
  );
  return entries[0]?.[0].startsWith('$') ? marked({ $object: entries }) : Object.fromEntries(entries);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value of an encoded record. Rejects with SyntaxError where it is none: it may come from a damaged file. */
export async function decodeRecord({ json, binaries }: EncodedRecord): Promise<unknown> {
  return decode(JSON.parse(json), binaries);
}

async function decode(value: unknown, binaries: Blob[]): Promise<unknown> {
  const all = (list: unknown[]) => Promise.all(list.map((one) => decode(one, binaries)));
  const object = async (entries: [string, unknown][]) => {
    const values = await all(entries.map(([, one]) => one));
    return Object.fromEntries(entries.map(([key], i) => [key, values[i]]));
  };
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return all(value);
  const entries = Object.entries(value);
  const [tag, first] = entries[0] ?? [];
  if (!tag?.startsWith('$')) return object(entries);
  const rest: Record<string, unknown> = Object.fromEntries(entries);
  switch (tag) {
    case '$undefined':
      return undefined;
    case '$bigint':
      return BigInt(String(first));
    case '$number':
      return Number(first);
    case '$blob':
      return new Blob([binaryOf(binaries, first)], { type: String(rest.type) });
    case '$bytes':
      return viewOf(await binaryOf(binaries, first).arrayBuffer(), rest.as);
    case '$date':
      return new Date(Number(await decode(first, binaries)));
    case '$map':
      return new Map((await all(listOf(first))).map((pair): [unknown, unknown] => [listOf(pair)[0], listOf(pair)[1]]));
    case '$set':
      return new Set(await all(listOf(first)));
    case '$object':
      return object(listOf(first).map((pair): [string, unknown] => [String(listOf(pair)[0]), listOf(pair)[1]]));
  }
  throw new SyntaxError(`Unknown form ${tag} in a stored record.`);
}

function binaryOf(binaries: Blob[], index: unknown): Blob {
  const binary = typeof index === 'number' ? binaries[index] : undefined;
  if (!binary) throw new SyntaxError('A stored record lacks some of its bytes.');
  return binary;
}

function viewOf(bytes: ArrayBuffer, as: unknown): unknown {
  if (as === 'ArrayBuffer') return bytes;
  if (as === 'DataView') return new DataView(bytes);
  const View = Object.entries(VIEWS).find(([name]) => name === as)?.[1];
  if (!View || bytes.byteLength % View.BYTES_PER_ELEMENT !== 0) {
    throw new SyntaxError(`Bytes of a stored record are no ${String(as)}.`);
  }
  return new View(bytes);
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new SyntaxError('A stored record is not well formed.');
}
