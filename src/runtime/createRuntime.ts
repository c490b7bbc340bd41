import type * as OnnxRuntimeWeb from 'onnxruntime-web';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { internalError, type OutpaneError } from '../protocol/errors';
import type { EngineInfo } from '../protocol/messages';
import { DeviceLoss } from './deviceLoss';
import { SerialQueue } from './queue';
import { toRuntimeError } from './runtimeError';
import type { ExternalData, FloatTensor, Runtime, Session, TensorInfo } from './runtime';
import { decodeTensorData, encodeTensorData } from './tensorData';

/** Any build of onnxruntime-web (`/wasm`, `/webgpu`, `/jspi`): they share one interface. */
export type OnnxRuntime = typeof OnnxRuntimeWeb;

/** The GPU device a runtime computes on. Not given: WebAssembly. */
export interface RuntimeDevice {
  device: GPUDevice;
  /** Resolves with the reason when the device is of no more use. */
  failure: Promise<string>;
}

/**
 * A runtime over an onnxruntime-web module whose `env` is already set up. onnxruntime allows one create or run at a time
 * (overlapping creates even delete each other's external data), hence one queue for everything.
 */
export function createRuntime(ort: OnnxRuntime, info: EngineInfo, gpu?: RuntimeDevice): Runtime {
  const queue = new SerialQueue();
  const open = new Set<Session>();
  const executionProviders: InferenceSession.ExecutionProviderConfig[] = gpu
    ? [{ name: 'webgpu', device: gpu.device }]
    : ['wasm'];
  const loss = new DeviceLoss();
  void gpu?.failure.then((reason) => loss.report(reason));

  return {
    info,
    loss,
    createSession: (graph, externalData = []) =>
      queue.run(async () => {
        try {
          const inner = await ort.InferenceSession.create(graph, {
            executionProviders,
            externalData: await Promise.all(externalData.map((file) => mountable(file, info))),
            // Warnings about nodes that run on the CPU by design would fill the console.
            logSeverityLevel: 3,
          });
          const session = wrap(ort, inner, queue, () => open.delete(session));
          open.add(session);
          return session;
        } catch (thrown) {
          throw toRuntimeError(thrown, 'making a session');
        }
      }),
    dispose: async () => {
      await Promise.all([...open].map((session) => session.release()));
      gpu?.device.destroy();
    },
  };
}

/** The JSPI build reads a Blob piece by piece; the others want bytes and would read all files at once. */
async function mountable(
  file: ExternalData,
  info: EngineInfo,
): Promise<InferenceSession.SessionOptions['externalData'] extends readonly (infer T)[] | undefined ? T : never> {
  const data =
    file.data instanceof Blob && info.build !== 'jspi' ? new Uint8Array(await file.data.arrayBuffer()) : file.data;
  return { path: file.location, data };
}

function wrap(ort: OnnxRuntime, inner: InferenceSession, queue: SerialQueue, onRelease: () => void): Session {
  const inputs = describe(inner.inputMetadata);
  const outputs = describe(inner.outputMetadata);
  let released = false;

  return {
    inputs,
    outputs,
    run: async (feeds, wanted) => {
      // Asked now, not when its turn comes: a run that was called before the release is still done.
      if (released) throw misuse('the session was released');
      return queue.run(async () => {
        const missing = Object.keys(inputs).filter((name) => !(name in feeds));
        const unknown = Object.keys(feeds).filter((name) => !(name in inputs));
        unknown.push(...wanted.filter((name) => !(name in outputs)));
        if (unknown.length + missing.length) throw misuse(`inputs missing: ${missing}; unknown: ${unknown}`);
        try {
          return await fromTensors(await inner.run(toTensors(ort, feeds, inputs), wanted), wanted);
        } catch (thrown) {
          throw toRuntimeError(thrown, 'running a graph');
        }
      });
    },
    release: () => {
      if (released) return Promise.resolve();
      released = true;
      onRelease();
      return queue.run(() => inner.release());
    },
  };
}

function describe(metadata: readonly InferenceSession.ValueMetadata[]): Record<string, TensorInfo> {
  return Object.fromEntries(
    metadata.map((value) => [
      value.name,
      value.isTensor ? { dtype: value.type, shape: value.shape } : { dtype: 'none', shape: [] },
    ]),
  );
}

function toTensors(
  ort: OnnxRuntime,
  feeds: Readonly<Record<string, FloatTensor>>,
  inputs: Readonly<Record<string, TensorInfo>>,
): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims }]) => {
      const dtype = inputs[name]?.dtype ?? 'none';
      // onnxruntime checks type, data and dims against one another; its overloads can't say that for a dtype read at run time.
      return [name, new ort.Tensor(dtype as 'float32', encodeTensorData(data, dtype) as Float32Array, dims)];
    }),
  );
}

async function fromTensors<K extends string>(
  results: InferenceSession.OnnxValueMapType,
  wanted: readonly K[],
): Promise<Record<K, FloatTensor>> {
  const read = wanted.map(async (name): Promise<[K, FloatTensor]> => {
    const tensor = results[name];
    if (!tensor) throw misuse(`no result for the output ${name}`);
    const data = decodeTensorData(await tensor.getData(), tensor.type);
    tensor.dispose();
    return [name, { data, dims: tensor.dims }];
  });
  // The compiler takes the keys of entries for any string.
  return Object.fromEntries(await Promise.all(read)) as Record<K, FloatTensor>;
}

function misuse(cause: string): OutpaneError {
  return internalError(
    'The engine was used in a way it does not allow.',
    'Your pictures and settings are safe. Reload the page.',
    cause,
  );
}
