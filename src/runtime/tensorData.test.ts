import { describe, expect, it } from 'vitest';
import { decodeTensorData, encodeTensorData } from './tensorData';

/** As Float16Array behaves where the engine has one: 16-bit elements over a buffer. */
class Float16Stand extends Uint16Array<ArrayBuffer> {}

describe('encodeTensorData', () => {
  const values = new Float32Array([0, 1, 101, 30522]);

  it.each([
    ['int64', BigInt64Array],
    ['uint64', BigUint64Array],
    ['int32', Int32Array],
    ['uint16', Uint16Array],
    ['float64', Float64Array],
    ['float32', Float32Array],
  ])('gives %s its own array, and comes back', (dtype, type) => {
    const encoded = encodeTensorData(values, dtype);
    expect(encoded).toBeInstanceOf(type);
    expect(decodeTensorData(encoded as Float32Array, dtype)).toEqual(values);
  });

  it('rounds to whole numbers and knows only 0 and 1 as truth', () => {
    const some = new Float32Array([0, 0.4, 0.6, 2]);
    expect([...(encodeTensorData(some, 'int64') as BigInt64Array)]).toEqual([0n, 0n, 1n, 2n]);
    expect([...(encodeTensorData(some, 'bool') as Uint8Array)]).toEqual([0, 1, 1, 1]);
  });

  it.each([
    ['with', Float16Stand],
    ['without', undefined],
  ])('gives half floats %s a Float16Array', (_with, type) => {
    const half = new Float32Array([0, 0.5, -2, 65504]);
    // `undefined` would take the engine's own; a test of "without" must not have one.
    const encoded = type
      ? encodeTensorData(half, 'float16', type)
      : withoutFloat16(() => encodeTensorData(half, 'float16'));
    expect(encoded.constructor).toBe(type ?? Uint16Array);
    expect(decodeTensorData(encoded as Uint16Array, 'float16')).toEqual(half);
  });

  it('refuses what is not a number', () => {
    expect(() => encodeTensorData(values, 'string')).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => decodeTensorData(['a'], 'string')).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('copies what it reads, so that the engine may use its memory again', () => {
    const memory = new Float32Array([1, 2]);
    const read = decodeTensorData(memory, 'float32');
    memory.fill(0);
    expect([...read]).toEqual([1, 2]);
  });
});

function withoutFloat16<T>(job: () => T): T {
  const scope = globalThis as { Float16Array?: unknown };
  const own = scope.Float16Array;
  delete scope.Float16Array;
  try {
    return job();
  } finally {
    if (own) scope.Float16Array = own;
  }
}
