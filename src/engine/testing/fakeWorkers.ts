import { OutpaneError, type ErrorCode } from '../../protocol/errors';
import type { EngineEvent, EngineInfo, FinishedPicture, FromWorker, ToWorker } from '../../protocol/messages';
import { serve, type Handlers, type WorkerScope } from '../../worker/dispatcher';
import { someRequest } from '../../protocol/testing/someRequest';
import type { SpawnWorker, WorkerListener } from '../workerPort';

export const cardUrl = 'http://127.0.0.1/card.json';
const request = someRequest({ steps: 2, guidanceScale: 1, width: 8, height: 8 });
export const generate = { cardUrl, request, preview: 'off' as const };

export const infoOf = (backend: 'webgpu' | 'wasm'): EngineInfo => ({
  backend,
  build: backend === 'webgpu' ? 'jspi' : 'wasm',
  adapter: backend === 'webgpu' ? 'Test GPU' : 'CPU',
  software: false,
  threads: 1,
  precision: 'float32',
  note: null,
});

export const failure = (code: ErrorCode, cause?: string) =>
  new OutpaneError({ code, message: 'It failed.', hint: 'Try again.', cause });

export const image = () => ({ width: 1, height: 1, data: new Uint8ClampedArray([1, 2, 3, 255]) });
export const picture = (index: number): FinishedPicture => ({
  index,
  request,
  image: image(),
  timings: { total: 1, steps: [1], previews: 0 },
});

export const step: EngineEvent = {
  kind: 'step',
  picture: 0,
  pictures: 1,
  step: 1,
  steps: 4,
  tile: 1,
  tiles: 1,
  stepSeconds: 1,
  secondsLeft: 3,
};

/** Everything a handler may be asked in these tests; each test replaces what it is about. */
const handlers = (changes: Partial<Handlers>): Handlers => ({
  open: async ({ backend }) => infoOf(backend === 'webgpu' ? 'webgpu' : 'wasm'),
  install: async () => ({ fetchedBytes: 0, repairedChunks: 0 }),
  renew: async () => ({ revision: null }),
  load: async () => ({ seconds: 0 }),
  generate: async () => ({ pictures: 0 }),
  readPrompt: async () => ({ tokens: 3, limit: 32, cutAt: null }),
  ...changes,
});

/** The worker side over a real MessageChannel, one entry of `lives` for each start; the last one serves all later starts. */
export function workers(...lives: Partial<Handlers>[]) {
  const started: { listener: WorkerListener; raw: MessagePort; posted: ToWorker[]; terminated: boolean }[] = [];
  const spawn: SpawnWorker = (listener) => {
    const { port1, port2 } = new MessageChannel();
    const life = { listener, raw: port2, posted: [] as ToWorker[], terminated: false };
    serve(port2 as WorkerScope, handlers(lives[Math.min(started.length, lives.length - 1)] ?? {}));
    started.push(life);
    port1.onmessage = ({ data }: MessageEvent<FromWorker>) => void (life.terminated || listener.onMessage(data));
    return {
      post: (message, transfer = []) => {
        life.posted.push(message);
        port1.postMessage(message, [...transfer]);
      },
      terminate: () => {
        life.terminated = true;
        port1.close();
      },
    };
  };
  return { spawn, started };
}
