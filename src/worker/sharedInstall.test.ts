import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { readCard } from '../models/readCard';
import type { EngineEvent } from '../protocol/messages';
import type { InstallOptions, Installed, Weights } from '../storage/weights';
import type { RequestContext } from './dispatcher';
import { SharedInstall } from './sharedInstall';

const card = readCard(readFileSync('public/models/starter/card.json', 'utf8'));
const installed: Installed = { card, report: { fetchedBytes: 3, repairedChunks: 0 } };

/** Weights whose installations the test ends. */
function heldWeights(persistent = true) {
  const calls: { options: InstallOptions; finish: () => void }[] = [];
  const install: Weights['install'] = (_, options = {}) =>
    new Promise((resolve, reject) => {
      calls.push({ options, finish: () => resolve(installed) });
      options.signal?.addEventListener('abort', () => reject(new Error('stopped')));
    });
  const call = (index: number) => calls[index] ?? expect.fail(`install was not called ${index + 1} times`);
  return { calls, call, shared: new SharedInstall(async () => ({ install, persistent }) as Weights) };
}

function listener() {
  const controller = new AbortController();
  const events: EngineEvent[] = [];
  const context: RequestContext = { signal: controller.signal, emit: (event) => void events.push(event) };
  return { controller, events, context };
}

const tick = () => new Promise((resolve) => setTimeout(resolve));

it('is one for all who want the model, and all hear of it', async () => {
  const { calls, call, shared } = heldWeights();
  const [a, b] = [listener(), listener()];
  const first = shared.join('card', a.context);
  await tick();
  call(0).options.onProgress?.(1, 3);
  const second = shared.join('card', b.context);
  call(0).options.onNotice?.('mended');
  call(0).options.onProgress?.(3, 3);
  call(0).finish();
  expect(await Promise.all([first, second])).toEqual([installed, installed]);
  const expected = [
    { kind: 'download', receivedBytes: 1, totalBytes: 3 },
    { kind: 'notice', message: 'mended' },
    { kind: 'download', receivedBytes: 3, totalBytes: 3 },
  ];
  expect(a.events).toEqual(expected);
  expect(b.events).toEqual(expected);
  expect(calls).toHaveLength(1);
});

it('goes on while somebody still wants it, and stops with the last', async () => {
  const { call, shared } = heldWeights();
  const [a, b] = [listener(), listener()];
  const joined = [shared.join('card', a.context), shared.join('card', b.context)].map((join) =>
    expect(join).rejects.toMatchObject({ code: 'cancelled' }),
  );
  await tick();
  a.controller.abort();
  await joined[0];
  expect(call(0).options.signal?.aborted).toBe(false);
  b.controller.abort();
  await joined[1];
  expect(call(0).options.signal?.aborted).toBe(true);
});

it('starts anew after it ended', async () => {
  const { call, shared } = heldWeights();
  const { controller, context } = listener();
  const cancelled = expect(shared.join('card', context)).rejects.toMatchObject({ code: 'cancelled' });
  await tick();
  controller.abort();
  await cancelled;
  const again = shared.join('card', listener().context);
  await tick();
  call(1).finish();
  expect(await again).toEqual(installed);
});

it('says where nothing is kept', async () => {
  const { call, shared } = heldWeights(false);
  const { events, context } = listener();
  const joined = shared.join('card', context);
  await tick();
  call(0).finish();
  await joined;
  expect(events).toEqual([{ kind: 'notice', message: expect.stringContaining('keeps no data') as string }]);
});
