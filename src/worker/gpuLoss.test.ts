import { expect, it } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import { DeviceLoss } from '../runtime/deviceLoss';
import type { Runtime } from '../runtime/runtime';
import { survivors } from '../runtime/testing/survivors';
import { orLost } from './gpuLoss';

function gpuRuntime(loss = new DeviceLoss()): Runtime {
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
    loss,
    createSession: () => Promise.reject(new Error('not in this test')),
    dispose: async () => undefined,
  };
}

const failing = (code: 'internal' | 'not-finite' | 'cancelled') =>
  Promise.reject(new OutpaneError({ code, message: 'It failed.', hint: '' }));

it('gives what the work gives while the device is there', async () => {
  expect(await orLost(gpuRuntime(), Promise.resolve(3))).toBe(3);
  await expect(orLost(gpuRuntime(), failing('not-finite'))).rejects.toMatchObject({ code: 'not-finite' });
});

it('ends work that hangs on a lost device', async () => {
  const loss = new DeviceLoss();
  const hanging = orLost(gpuRuntime(loss), new Promise<never>(() => undefined));
  loss.report('driver reset');
  const expected = { code: 'device-lost', cause: 'driver reset' };
  await expect(hanging).rejects.toMatchObject(expected);
  // And what is begun after it.
  await expect(orLost(gpuRuntime(loss), Promise.resolve(3))).rejects.toMatchObject(expected);
});

it('waits for the news when the failure came first', async () => {
  for (const code of ['internal', 'not-finite'] as const) {
    const loss = new DeviceLoss();
    setTimeout(() => loss.report('late news'));
    await expect(orLost(gpuRuntime(loss), failing(code))).rejects.toMatchObject({ code: 'device-lost' });
  }
});

it('leaves a cancel a cancel', async () => {
  await expect(orLost(gpuRuntime(), failing('cancelled'))).rejects.toMatchObject({ code: 'cancelled' });
});

it('keeps nothing of what it gave alive while the device lives', async () => {
  const runtime = gpuRuntime();
  const given = await Promise.all(
    Array.from({ length: 20 }, async () => new WeakRef(await orLost(runtime, Promise.resolve({ sessions: 'large' })))),
  );
  await orLost(runtime, failing('not-finite')).catch(() => undefined);
  expect(runtime.loss.listening).toBe(0);
  expect(await survivors(given)).toBe(0);
});
