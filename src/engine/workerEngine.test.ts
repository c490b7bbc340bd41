import { afterEach, describe, expect, it } from 'vitest';
import { OutpaneError } from '../protocol/errors';
import type { EngineEvent, FromWorker, Source } from '../protocol/messages';
import type { Handlers, RequestContext } from '../worker/dispatcher';
import { cardUrl, failure, generate, image, infoOf, picture, step, workers } from './testing/fakeWorkers';
import { WorkerEngine } from './workerEngine';

const engines: WorkerEngine[] = [];

function start(lives: Partial<Handlers>[], backend: 'auto' | 'webgpu' | 'wasm' = 'wasm', grace = 5000) {
  const fake = workers(...lives);
  const engine = new WorkerEngine({ backend, spawn: fake.spawn, grace });
  engines.push(engine);
  const notices: string[] = [];
  const states: string[] = [];
  engine.onNotice((notice) => void notices.push(notice));
  engine.onState((state) => void states.push(state.status));
  const life = (index: number) => fake.started[index] ?? expect.fail(`no worker ${index} was started`);
  return { engine, notices, states, started: fake.started, life };
}

afterEach(() => engines.splice(0).forEach((engine) => engine.dispose()));

const untilAborted = ({ signal }: RequestContext) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('requests', () => {
  it('wait for the engine, and bring their value', async () => {
    const { engine, states } = start([{}]);
    expect(engine.state).toEqual({ status: 'starting' });
    expect(await engine.request('readPrompt', { cardUrl, prompt: 'a' })).toEqual({ tokens: 3, limit: 32, cutAt: null });
    expect(engine.state).toEqual({ status: 'ready', info: infoOf('wasm') });
    expect(states).toEqual(['ready']);
  });

  it('hear every event in order, and none after the end', async () => {
    let late: RequestContext | undefined;
    const { engine } = start([
      {
        generate: async (_, context) => {
          late = context;
          context.emit({ kind: 'phase', phase: 'denoising' });
          context.emit({
            kind: 'preview',
            picture: 0,
            step: 1,
            image: image(),
            region: { x: 0, y: 0, width: 1, height: 1 },
          });
          context.emit({ kind: 'picture', picture: picture(0) });
          return { pictures: 1 };
        },
      },
    ]);
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent) => void events.push(event);
    expect(await engine.request('generate', generate, { onEvent })).toEqual({ pictures: 1 });
    late?.emit({ kind: 'phase', phase: 'decoding' });
    await engine.request('renew', { cardUrl });
    expect(events.map(({ kind }) => kind)).toEqual(['phase', 'preview', 'picture']);
    const [, preview] = events;
    expect(preview?.kind === 'preview' && [...preview.image.data]).toEqual([1, 2, 3, 255]);
  });

  it('drop messages that come out of order', async () => {
    const { engine, life } = start([{ generate: (_, context) => untilAborted(context) }]);
    await engine.request('renew', { cardUrl });
    const phases: string[] = [];
    const onEvent = (event: EngineEvent) => void (event.kind === 'phase' && phases.push(event.phase));
    const running = engine.request('generate', generate, { onEvent });
    const id = life(0).posted.at(-1)?.id ?? 0;
    const say = (message: FromWorker) => life(0).raw.postMessage(message);
    say({ id, seq: 4, type: 'event', event: { kind: 'phase', phase: 'denoising' } });
    say({ id, seq: 3, type: 'event', event: { kind: 'phase', phase: 'loading' } });
    say({ id: id + 1000, seq: 0, type: 'event', event: { kind: 'phase', phase: 'loading' } });
    say({ id, seq: 5, type: 'done', value: { pictures: 1 } });
    await running;
    expect(phases).toEqual(['denoising']);
  });

  it('reject with the error the worker had, as a class again', async () => {
    const { engine } = start([
      {
        load: async () => {
          throw failure('model-damaged', 'chunk 3');
        },
        install: async () => {
          throw new TypeError('x is not a function');
        },
      },
    ]);
    const load = engine.request('load', { cardUrl });
    await expect(load).rejects.toBeInstanceOf(OutpaneError);
    await expect(load).rejects.toMatchObject({ code: 'model-damaged', hint: 'Try again.', cause: 'chunk 3' });
    await expect(engine.request('install', { cardUrl })).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('cancelling', () => {
  it('stops the worker, which lives on; what comes after is dropped', async () => {
    const { engine, started } = start([
      {
        generate: async (_, context) => {
          context.emit({ kind: 'phase', phase: 'denoising' });
          await untilAborted(context).catch(() => undefined);
          context.emit({ kind: 'picture', picture: picture(0) });
          return { pictures: 1 };
        },
      },
    ]);
    const controller = new AbortController();
    const kinds: string[] = [];
    const onEvent = ({ kind }: EngineEvent) => {
      kinds.push(kind);
      controller.abort();
    };
    const running = engine.request('generate', generate, { signal: controller.signal, onEvent });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(kinds).toEqual(['phase']);
    await engine.request('renew', { cardUrl });
    expect(started).toHaveLength(1);
  });

  it('before the engine is there asks nothing of it', async () => {
    const { engine, life } = start([{}]);
    const controller = new AbortController();
    const running = engine.request('load', { cardUrl }, { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await expect(engine.request('load', { cardUrl }, { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await engine.request('renew', { cardUrl });
    expect(life(0).posted.map(({ kind }) => kind)).toEqual(['open', 'renew']);
  });

  it('a worker that does not answer replaces it; what else was running is asked again', async () => {
    const never = new Promise<never>(() => undefined);
    const { engine, started, notices } = start([{ generate: () => never, install: () => never }, {}], 'wasm', 20);
    const controller = new AbortController();
    await engine.request('renew', { cardUrl });
    const install = engine.request('install', { cardUrl });
    const running = engine.request('generate', generate, { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await install).toEqual({ fetchedBytes: 0, repairedChunks: 0 });
    expect(started.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(notices).toHaveLength(1);
  });
});

describe('a slow worker', () => {
  it('is waited for as long as it has taken before, and keeps its model', async () => {
    const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const slow: Handlers['generate'] = async (_, { emit, signal }) => {
      emit({ kind: 'phase', phase: 'denoising' });
      await wait(400);
      emit(step);
      // It hears of the cancel only when this step is done.
      await wait(200);
      signal.throwIfAborted();
      return { pictures: 0 };
    };
    const { engine, started, notices } = start([{ generate: slow }], 'wasm', 30);
    const controller = new AbortController();
    const onEvent = (event: EngineEvent) => void (event.kind === 'step' && controller.abort());
    const running = engine.request('generate', generate, { signal: controller.signal, onEvent });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(notices).toEqual([]);
    expect(started).toHaveLength(1);
  });
});

describe('a source that is given up', () => {
  const edit = () => ({
    ...generate,
    source: { image: image(), mask: { width: 1, height: 1, data: new Uint8Array([9]) } },
  });
  const pixels = ({ source }: { source?: Source }) => [...(source?.image.data ?? []), ...(source?.mask?.data ?? [])];

  it('is moved to the worker; without that it is copied', async () => {
    const seen: number[][] = [];
    const { engine } = start([{ generate: async (payload) => (seen.push(pixels(payload)), { pictures: 1 }) }]);
    const kept = edit();
    await engine.request('generate', kept);
    expect(pixels(kept)).toEqual([1, 2, 3, 255, 9]);
    const moved = edit();
    await engine.request('generate', moved, { giveUpSource: true });
    expect(moved.source.image.data).toHaveLength(0);
    expect(seen).toEqual([
      [1, 2, 3, 255, 9],
      [1, 2, 3, 255, 9],
    ]);
  });

  it('comes back from a worker whose GPU was lost, and goes to the next one', async () => {
    const lost = async () => {
      throw failure('device-lost');
    };
    const seen: number[][] = [];
    const next: Handlers['generate'] = async (payload) => (seen.push(pixels(payload)), { pictures: 1 });
    const { engine } = start([{ generate: lost }, { generate: next }], 'webgpu');
    expect(await engine.request('generate', edit(), { giveUpSource: true })).toEqual({ pictures: 1 });
    expect(seen).toEqual([[1, 2, 3, 255, 9]]);
  });

  it('is gone with a worker that hangs: the request says so', async () => {
    const never = () => new Promise<never>(() => undefined);
    const { engine } = start([{ generate: never, load: never }, {}], 'wasm', 20);
    const controller = new AbortController();
    await engine.request('renew', { cardUrl });
    const running = engine.request('generate', edit(), { giveUpSource: true });
    const hanging = engine.request('load', { cardUrl }, { signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'worker-died' });
    await expect(hanging).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a worker that dies', () => {
  it('is said and replaced, and the next request works', async () => {
    const { engine, notices, states, life } = start([{ generate: (_, context) => untilAborted(context) }, {}]);
    await engine.request('renew', { cardUrl });
    const running = engine.request('generate', generate);
    life(0).listener.onDeath('The worker has ended.');
    await expect(running).rejects.toMatchObject({ code: 'worker-died', cause: 'The worker has ended.' });
    expect(notices).toEqual(['The engine stopped and was restarted. Your pictures are safe.']);
    expect(await engine.request('generate', generate)).toEqual({ pictures: 0 });
    expect(states).toEqual(['ready', 'starting', 'ready']);
  });

  it('at its start gets one more try, and requests wait for it', async () => {
    const { engine, started, life } = start([{ open: () => new Promise<never>(() => undefined) }, {}]);
    const running = engine.request('load', { cardUrl });
    life(0).listener.onDeath('no script');
    expect(await running).toEqual({ seconds: 0 });
    expect(started).toHaveLength(2);
  });

  it('at every start is given up with words, until somebody asks again', async () => {
    const never = { open: () => new Promise<never>(() => undefined) };
    const { engine, life } = start([never, never, {}]);
    const running = engine.request('load', { cardUrl });
    life(0).listener.onDeath('no script');
    life(1).listener.onDeath('no script');
    await expect(running).rejects.toMatchObject({ code: 'worker-died' });
    expect(engine.state).toMatchObject({ status: 'failed', message: 'The engine could not be started.' });
    expect(await engine.request('load', { cardUrl })).toEqual({ seconds: 0 });
    expect(engine.state.status).toBe('ready');
  });
});

describe('a browser that can not run the engine', () => {
  it('says so in the state and to every request', async () => {
    const { engine, started } = start([
      {
        open: async () => {
          throw failure('no-wasm-simd');
        },
      },
    ]);
    await expect(engine.request('load', { cardUrl })).rejects.toMatchObject({ code: 'no-wasm-simd' });
    await expect(engine.request('load', { cardUrl })).rejects.toMatchObject({ code: 'no-wasm-simd' });
    expect(engine.state).toEqual({ status: 'failed', message: 'It failed.', hint: 'Try again.' });
    expect(started).toHaveLength(1);
  });
});

describe('a lost GPU', () => {
  it('is left for the CPU, and the request is repeated without a picture coming twice', async () => {
    const events: string[] = [];
    const { engine, notices, life } = start(
      [
        {
          generate: async (_, { emit }) => {
            emit({ kind: 'picture', picture: picture(0) });
            throw failure('device-lost', 'hang');
          },
        },
        {
          generate: async (_, { emit }) => {
            for (const index of [0, 1]) emit({ kind: 'picture', picture: picture(index) });
            return { pictures: 2 };
          },
        },
      ],
      'webgpu',
    );
    const onEvent = (event: EngineEvent) =>
      void (event.kind === 'picture' && events.push(`picture ${event.picture.index}`));
    expect(await engine.request('generate', generate, { onEvent })).toEqual({ pictures: 2 });
    expect(events).toEqual(['picture 0', 'picture 1']);
    expect(notices).toEqual([
      'The graphics processor stopped answering. Outpane goes on with the CPU, which is slower.',
    ]);
    expect(life(1).posted[0]).toMatchObject({ kind: 'open', payload: { backend: 'wasm' } });
    expect(engine.state).toEqual({
      status: 'ready',
      info: { ...infoOf('wasm'), note: 'The graphics processor stopped answering, so the CPU is used.' },
    });
  });

  it('at the start is left for the CPU, too', async () => {
    const lost = {
      open: async () => {
        throw failure('device-lost');
      },
    };
    const { engine } = start([lost, {}], 'webgpu');
    expect(await engine.request('load', { cardUrl })).toEqual({ seconds: 0 });
    expect(engine.state).toMatchObject({ status: 'ready', info: { backend: 'wasm' } });
  });

  it('is an error where the CPU was asked for already', async () => {
    const { engine } = start([
      {
        generate: async () => {
          throw failure('device-lost');
        },
      },
    ]);
    await expect(engine.request('generate', generate)).rejects.toMatchObject({ code: 'device-lost' });
  });
});

describe('another backend', () => {
  it('starts another worker; what was running is cancelled', async () => {
    const { engine, started, states } = start([
      {
        generate: (_, context) => {
          context.emit({ kind: 'phase', phase: 'loading' });
          return untilAborted(context);
        },
      },
      {},
    ]);
    let rejected: Promise<void> | undefined;
    await new Promise<void>((resolve) => {
      const running = engine.request('generate', generate, { onEvent: () => resolve() });
      rejected = expect(running).rejects.toMatchObject({ code: 'cancelled' });
    });
    expect(await engine.switchBackend('webgpu')).toEqual(infoOf('webgpu'));
    await rejected;
    expect(started.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(states).toEqual(['ready', 'starting', 'ready']);
    expect(await engine.request('load', { cardUrl })).toEqual({ seconds: 0 });
  });

  it('asked for twice gives only the last', async () => {
    const { engine } = start([{}]);
    const first = expect(engine.switchBackend('webgpu')).rejects.toMatchObject({ code: 'cancelled' });
    expect((await engine.switchBackend('wasm')).backend).toBe('wasm');
    await first;
  });
});

it('dispose ends the worker and rejects what is asked afterwards', async () => {
  const { engine, life } = start([{}]);
  const running = expect(engine.request('load', { cardUrl })).rejects.toMatchObject({ code: 'cancelled' });
  engine.dispose();
  await running;
  await expect(engine.request('load', { cardUrl })).rejects.toMatchObject({ code: 'cancelled' });
  expect(life(0).terminated).toBe(true);
});
