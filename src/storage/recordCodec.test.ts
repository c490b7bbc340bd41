import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRecord, encodeRecord, isPlainJson } from './recordCodec';

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: false,
});

async function roundTrip(value: unknown): Promise<unknown> {
  const encoded = encodeRecord(value);
  if (!encoded) throw new Error('no form');
  return decodeRecord(encoded);
}

describe('the codec of stored records', () => {
  test('gives back an equal value of whatever a database can hold', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        expect(await roundTrip(value)).toEqual(value);
      }),
    );
  });

  test('keeps keys that look like its own marks, and such as objects are born with', async () => {
    const value = { $blob: 0, type: 'x', inner: [{ $undefined: true }, { a: { $date: 5 } }] };
    expect(await roundTrip(value)).toEqual(value);
    const born = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}') as object;
    expect(Object.entries((await roundTrip(born)) as object)).toEqual(Object.entries(born));
  });

  test('knows what plain JSON says all of', () => {
    for (const value of [null, 1, 'a', [], { a: [{ b: null }], c: undefined }]) expect(isPlainJson(value)).toBe(true);
    const others = [undefined, NaN, 1n, new Date(0), new Map(), [undefined], { $a: 1 }, { a: new Blob() }, () => 1];
    for (const value of others) expect(isPlainJson(value)).toBe(false);
  });

  test('keeps Blobs and buffers byte for byte, with their kind', async () => {
    const value = {
      png: new Blob(['abc'], { type: 'image/png' }),
      kept: { bytes: new Uint8Array([1, 2, 250]).buffer },
    };
    const back = (await roundTrip(value)) as typeof value;
    expect([await back.png.text(), back.png.type]).toEqual(['abc', 'image/png']);
    expect(back.kept.bytes).toBeInstanceOf(ArrayBuffer);
    expect([...new Uint8Array(back.kept.bytes)]).toEqual([1, 2, 250]);
  });

  test('has no form for what is no data, and refuses what it did not write', async () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    for (const value of [cycle, () => 1, /x/, { a: Symbol('x') }]) expect(encodeRecord(value)).toBeUndefined();
    for (const json of ['{', '{"$new":1}', '{"$blob":0}', '{"$bytes":0,"as":"Uint8Array"}', '{"$map":{}}']) {
      await expect(decodeRecord({ json, binaries: [] })).rejects.toThrow(SyntaxError);
    }
    const odd = { json: '{"$bytes":0,"as":"Uint16Array"}', binaries: [new Blob(['abc'])] };
    await expect(decodeRecord(odd)).rejects.toThrow(SyntaxError);
  });
});
