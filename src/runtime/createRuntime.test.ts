import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { afterAll, describe, expect, it } from 'vitest';
import type { EngineInfo } from '../protocol/messages';
import { createRuntime, type OnnxRuntime } from './createRuntime';
import { DOUBLING_GRAPH, probe } from './probe';
import type { FloatTensor, Runtime } from './runtime';

const info: EngineInfo = {
  backend: 'wasm',
  build: 'wasm',
  adapter: 'CPU',
  software: false,
  threads: 1,
  precision: 'float32',
  note: null,
};
ort.env.wasm.numThreads = 1;
const runtime = createRuntime(ort, info);
afterAll(() => runtime.dispose());

const graph = () => Uint8Array.from(atob(DOUBLING_GRAPH), (character) => character.charCodeAt(0));
const x = (...values: number[]): FloatTensor => ({ data: new Float32Array(values), dims: [values.length] });

describe('a session', () => {
  it('tells its inputs and outputs and computes', async () => {
    const session = await runtime.createSession(graph());
    expect(session.inputs).toEqual({ x: { dtype: 'float32', shape: [4] } });
    expect(session.outputs).toEqual({ y: { dtype: 'float32', shape: [4] } });
    expect(await session.run({ x: x(1, 2, 3, 4) }, ['y'])).toEqual({ y: x(2, 4, 6, 8) });
    await session.release();
  });

  it('fetches the outputs that are asked for, no others', async () => {
    const fetched: string[] = [];
    const tensor = (name: string) => ({
      type: 'float32',
      dims: [1],
      getData: async () => {
        fetched.push(name);
        return new Float32Array([1]);
      },
      dispose: () => undefined,
    });
    const value = (name: string) => ({ name, isTensor: true, type: 'float32', shape: [1] });
    const session = {
      inputMetadata: [value('x')],
      outputMetadata: [value('small'), value('large')],
      run: async (_feeds: unknown, names: string[]) =>
        Object.fromEntries((names ?? ['small', 'large']).map((name) => [name, tensor(name)])),
    };
    const fake = { Tensor: ort.Tensor, InferenceSession: { create: async () => session } };
    const own = await createRuntime(fake as unknown as OnnxRuntime, info).createSession(graph());
    expect(Object.keys(await own.run({ x: x(1) }, ['small']))).toEqual(['small']);
    expect(fetched).toEqual(['small']);
    await expect(own.run({ x: x(1) }, ['none'])).rejects.toMatchObject({
      cause: expect.stringContaining('none') as string,
    });
  });

  it('names inputs that are missing or unknown', async () => {
    const session = await runtime.createSession(graph());
    const run = session.run({ z: x(1, 2, 3, 4) }, ['y']);
    await expect(run).rejects.toMatchObject({
      code: 'internal',
      cause: expect.stringMatching(/missing: x.*unknown: z/) as string,
    });
    await session.release();
  });

  it('says what onnxruntime says about a wrong shape', async () => {
    const session = await runtime.createSession(graph());
    await expect(session.run({ x: x(1, 2, 3) }, ['y'])).rejects.toMatchObject({
      code: 'internal',
      cause: expect.any(String) as string,
    });
    // It still works.
    expect((await session.run({ x: x(0, 0, 0, 1) }, ['y'])).y.data[3]).toBe(2);
    await session.release();
  });

  it('can be released twice, but not run after that', async () => {
    const session = await runtime.createSession(graph());
    await session.release();
    await session.release();
    await expect(session.run({ x: x(1, 2, 3, 4) }, ['y'])).rejects.toMatchObject({ code: 'internal' });
  });

  it('takes weights from files beside the graph, as bytes and as Blobs', async () => {
    const folder = new URL('../../e2e/models/tiny/text_encoder/', import.meta.url);
    const read = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
    const session = await runtime.createSession(read('model.onnx'), [
      { location: 'model.onnx_data', data: new Blob([read('model.onnx_data')]) },
      { location: 'model.onnx_data_1', data: read('model.onnx_data_1') },
    ]);
    expect(Object.values(session.inputs).map(({ dtype }) => dtype)).toEqual(['int64', 'int64']);
    await session.release();
  });

  it('can’t be made of something else', async () => {
    await expect(runtime.createSession(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('the queue', () => {
  it('never lets two calls into onnxruntime at once', async () => {
    let inside = 0;
    let most = 0;
    const alone = async <T>(job: () => T): Promise<T> => {
      most = Math.max(most, ++inside);
      await new Promise(setImmediate);
      inside--;
      return job();
    };
    const session = {
      inputMetadata: [{ name: 'x', isTensor: true, type: 'float32', shape: [1] }],
      outputMetadata: [],
      run: () => alone(() => ({})),
      release: () => alone(() => undefined),
    };
    const fake = { Tensor: ort.Tensor, InferenceSession: { create: () => alone(() => session) } };
    const own = createRuntime(fake as unknown as OnnxRuntime, info);
    const [a, b] = await Promise.all([own.createSession(graph()), own.createSession(graph())]);
    await Promise.all([
      a.run({ x: x(1) }, []),
      b.run({ x: x(1) }, []),
      own.createSession(graph()),
      a.release(),
      b.run({ x: x(1) }, []),
    ]);
    await own.dispose();
    expect(most).toBe(1);
  });
});

describe('probe', () => {
  it('is content with an engine that can add', async () => {
    await expect(probe(runtime)).resolves.toBeUndefined();
  });

  it('refuses one that can’t', async () => {
    const wrong: Runtime = {
      ...runtime,
      createSession: async () => ({
        inputs: {},
        outputs: {},
        run: async <K extends string>() => ({ y: x(0, 0, 0, 0) }) as unknown as Record<K, FloatTensor>,
        release: async () => undefined,
      }),
    };
    await expect(probe(wrong)).rejects.toMatchObject({
      code: 'internal',
      cause: expect.stringContaining('0,0,0,0') as string,
    });
  });
});
