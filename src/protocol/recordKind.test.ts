import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { readRequest, requestKind, withinRanges, generationRequestSchema } from './generationRequest';
import { pictureSettingsKind } from './pictureSettings';
import { RANGES } from './ranges';
import { readOr, recordKind, recordSchema } from './recordKind';
import { someRequest } from './testing/someRequest';

/** A kind that has come to its third version. */
const kind = recordKind({
  version: 3,
  schema: v.object({ size: v.object({ width: v.number(), height: v.number() }), name: v.string() }),
  migrations: {
    1: ({ side, ...old }) => ({ ...old, width: (side as number) * 1, height: side }),
    2: ({ width, height, ...old }) => ({ ...old, size: { width, height } }),
  },
  parts: { request: requestKind },
});

describe('a kind of records', () => {
  test('reads every version that there was, and passes over what it does not know', () => {
    const value = { size: { width: 5, height: 5 }, name: 'a', request: null };
    expect(kind.read({ side: 5, name: 'a' })).toEqual({ kind: 'read', value });
    expect(kind.read({ version: 2, width: 5, height: 5, name: 'a', more: 1 })).toEqual({ kind: 'read', value });
    expect(kind.read({ version: 3, size: { width: 5, height: 5, depth: 1 }, name: 'a' })).toEqual({
      kind: 'read',
      value,
    });
  });

  test('says of all others whether they are newer or damaged, and hands them back', () => {
    const newer = { version: 4, anything: [1] };
    expect(kind.read(newer)).toMatchObject({ kind: 'unreadable', reason: 'newer', raw: newer });
    expect(kind.read({ version: 3, size: {}, name: 'a' })).toMatchObject({ reason: 'damaged', at: 'size.width' });
    for (const raw of [null, 5, 'text', [], { version: 'x' }, { version: 0 }, { version: 1.5 }]) {
      expect(kind.read(raw)).toMatchObject({ kind: 'unreadable', reason: 'damaged', raw });
    }
  });

  test('keeps a part that it can not read, and reads it once it can', () => {
    const request = { version: 2, task: 'new' };
    const value = { ...readOr(kind, { side: 5, name: 'a', request }) };
    expect(value).toMatchObject({ name: 'a', request: null, unread: { request } });
    // Written again by this version, and read by one that knows the part.
    const later = recordKind({
      version: 3,
      schema: v.object({ name: v.string() }),
      parts: { request: recordKind({ version: 2, schema: v.object({ task: v.string() }) }) },
    });
    expect(later.read({ ...value, version: 3 })).toEqual({
      kind: 'read',
      value: { name: 'a', request: { task: 'new' } },
    });
  });

  test('says of a record within a record that it is newer, too', () => {
    const outer = recordKind({ version: 1, schema: v.object({ inner: recordSchema(kind) }) });
    expect(outer.read({ inner: { version: 9 } })).toMatchObject({ reason: 'newer' });
    expect(outer.read({ inner: 5 })).toMatchObject({ reason: 'damaged', at: 'inner' });
  });

  test('never throws, whatever it is given', () => {
    const kinds = [kind, requestKind, pictureSettingsKind];
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ version: fc.anything(), side: fc.anything() })), (raw) => {
        for (const one of kinds) expect(['read', 'unreadable']).toContain(one.read(raw).kind);
      }),
    );
  });
});

describe('stored requests', () => {
  test('are read beyond what can be asked for, and fitted to be run again', () => {
    const edit = { intent: 'fill', strength: 1, fade: 400, region: { x: 0, y: 0, width: 8, height: 8 } } as const;
    const wild = someRequest({
      steps: 150,
      guidanceScale: 30,
      pictures: 16,
      width: 8192,
      prompt: 'x'.repeat(20_000),
      edit,
    });
    expect(readRequest(wild)).toEqual({ kind: 'read', value: wild });
    expect(v.is(generationRequestSchema, wild)).toBe(false);
    const fitted = withinRanges(wild);
    expect(v.is(generationRequestSchema, fitted)).toBe(true);
    expect(fitted).toMatchObject({ steps: RANGES.steps.max, guidanceScale: RANGES.guidanceScale.max, seed: wild.seed });
    expect(withinRanges(someRequest())).toEqual(someRequest());
  });

  test('of a newer version are said to be', () => {
    expect(readRequest({ ...someRequest(), version: 2 })).toMatchObject({ kind: 'unreadable', reason: 'newer' });
    expect(readRequest({ ...someRequest(), seed: -1 })).toMatchObject({ reason: 'damaged', at: 'seed' });
  });
});
