import { expect, it } from 'vitest';
import type { EngineEvent, FromWorker, ToWorker } from '../protocol/messages';
import { serve, type Handlers, type WorkerScope } from './dispatcher';

/** A scope whose messages are kept in a list, as structured clones: what was transferred is gone on this side. */
function scopeFor(changes: Partial<Handlers>) {
  const sent: FromWorker[] = [];
  const scope: WorkerScope = {
    onmessage: null,
    postMessage: (message, transfer) =>
      void sent.push(structuredClone(message, { transfer: transfer as ArrayBuffer[] })),
  };
  const never = () => new Promise<never>(() => undefined);
  serve(scope, {
    open: never,
    install: never,
    renew: never,
    load: never,
    generate: never,
    readPrompt: never,
    ...changes,
  });
  const post = (data: ToWorker) => scope.onmessage?.(new MessageEvent('message', { data }));
  return { post, sent };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const load: ToWorker = { id: 3, kind: 'load', payload: { cardUrl: 'card' } };

it('numbers what it says within a request, and transfers pixels', async () => {
  const data = new Uint8ClampedArray([1, 2, 3, 4]);
  const region = { x: 0, y: 0, width: 1, height: 1 };
  const preview: EngineEvent = { kind: 'preview', picture: 0, step: 1, image: { width: 1, height: 1, data }, region };
  const { post, sent } = scopeFor({
    load: async (_, { emit }) => {
      emit({ kind: 'phase', phase: 'loading' });
      emit(preview);
      return { seconds: 1 };
    },
  });
  post(load);
  await settled();
  expect(sent.map((message) => [message.id, message.seq, message.type])).toEqual([
    [3, 0, 'event'],
    [3, 1, 'event'],
    [3, 2, 'done'],
  ]);
  expect(data.length).toBe(0);
});

it('gives a cancel to its own request only, whatever the handler throws then', async () => {
  const waiting: Handlers['load'] = (_, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new TypeError('half way'))));
  const { post, sent } = scopeFor({ load: waiting });
  post(load);
  post({ ...load, id: 4 });
  post({ id: 99, kind: 'cancel' });
  post({ id: 4, kind: 'cancel' });
  await settled();
  expect(sent).toMatchObject([{ id: 4, type: 'failed', error: { code: 'cancelled' } }]);
});

it('turns whatever is thrown into data', async () => {
  const { post, sent } = scopeFor({
    load: () => {
      throw new TypeError('x is not a function');
    },
  });
  post(load);
  await settled();
  expect(sent).toMatchObject([{ type: 'failed', error: { code: 'internal' } }]);
  expect(sent[0]?.type === 'failed' && sent[0].error.cause).toContain('x is not a function');
});
