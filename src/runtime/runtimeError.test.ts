import { describe, expect, it } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import { toRuntimeError } from './runtimeError';

describe('toRuntimeError', () => {
  it.each([
    [new Error("Can't create a session. failed to allocate a buffer of size 1850000000."), 'out-of-memory'],
    [new Error('std::bad_alloc'), 'out-of-memory'],
    [134217728, 'out-of-memory'],
    [new Error('RuntimeError: memory access out of bounds'), 'out-of-memory'],
    [new Error('The GPU device is lost.'), 'device-lost'],
    [new Error('[Device "Outpane"] is lost.'), 'device-lost'],
    [
      new Error("Failed to execute 'mapAsync' on 'GPUBuffer': A valid external Instance reference no longer exists."),
      'device-lost',
    ],
    [new Error('Could not find an implementation for GroupNorm(1)'), 'internal'],
  ])('takes "%s" for %s', (thrown, code) => {
    expect(toRuntimeError(thrown, 'testing')).toMatchObject({
      code,
      cause: expect.stringContaining('testing') as string,
    });
  });

  it('leaves our own errors alone', () => {
    const own = new OutpaneError({ code: 'cancelled', message: 'a', hint: 'b' });
    expect(toRuntimeError(own, 'testing')).toBe(own);
  });
});
