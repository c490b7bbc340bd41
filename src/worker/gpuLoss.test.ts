import { expect, it } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import type { Runtime } from '../runtime/runtime';
import { orLost } from './gpuLoss';

function gpuRuntime(lost: Promise<string>): Runtime {
  return {
    info: {
      backend: 'webgpu',
      build: 'jspi',
      adapter: 'Test GPU',
      software: false,
      threads: 1,
      precision: 'float32',
      note: null,
    },
    lost,
    createSession: () => Promise.reject(new Error('not in this test')),
    dispose: async () => undefined,
  };
}

const never = new Promise<never>(() => undefined);
const failing = (code: 'internal' | 'not-finite' | 'cancelled') =>
  Promise.reject(new OutpaneError({ code, message: 'It failed.', hint: '' }));

it('gives what the work gives while the device is there', async () => {
  expect(await orLost(gpuRuntime(never), Promise.resolve(3))).toBe(3);
  await expect(orLost(gpuRuntime(never), failing('not-finite'))).rejects.toMatchObject({ code: 'not-finite' });
});

it('ends work that hangs on a lost device', async () => {
  const lost = orLost(gpuRuntime(Promise.resolve('driver reset')), never);
  await expect(lost).rejects.toMatchObject({ code: 'device-lost', cause: 'driver reset' });
});

it('waits for the news when the failure came first', async () => {
  for (const code of ['internal', 'not-finite'] as const) {
    const late = new Promise<string>((resolve) => setTimeout(() => resolve('late news')));
    await expect(orLost(gpuRuntime(late), failing(code))).rejects.toMatchObject({ code: 'device-lost' });
  }
});

it('leaves a cancel a cancel', async () => {
  await expect(orLost(gpuRuntime(never), failing('cancelled'))).rejects.toMatchObject({ code: 'cancelled' });
});
