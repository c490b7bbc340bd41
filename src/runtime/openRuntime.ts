import { hasJspi, hasWasmSimd, usableThreads } from '../platform/capabilities';
import { adapterName, deviceFailure, isSoftwareAdapter, requestAdapter, requestDevice } from '../platform/gpu';
import { networkFailed, noWasmSimd, OutpaneError } from '../protocol/errors';
import type { BackendChoice } from '../protocol/messages';
import { createRuntime, type OnnxRuntime } from './createRuntime';
import { probe } from './probe';
import type { Runtime } from './runtime';

/**
 * Starts onnxruntime in this worker, on what DESIGN section 6 says: a hardware GPU, a software one only when asked for by name, else
 * WebAssembly; `info.note` says why where it is not what was hoped for. What comes back has computed something already.
 * Throws `no-wasm-simd` where nothing can run, `network` when the engine's own files can't be fetched.
 */
export async function openRuntime(choice: BackendChoice): Promise<Runtime> {
  if (!hasWasmSimd()) throw noWasmSimd();
  if (choice === 'wasm') return openWasm(null);
  const adapter = await requestAdapter();
  if (!adapter) return openWasm('WebGPU is not available in this browser.');
  const name = adapterName(adapter.info);
  if (choice === 'auto' && isSoftwareAdapter(adapter.info)) {
    return openWasm(`WebGPU has no graphics processor here (${name}), so WebAssembly is faster.`);
  }
  try {
    return await openWebGpu(adapter);
  } catch (thrown) {
    const reason = thrown instanceof OutpaneError ? (thrown.cause ?? thrown.message) : String(thrown);
    return openWasm(`WebGPU did not start on ${name}: ${reason}`);
  }
}

async function openWebGpu(adapter: GPUAdapter): Promise<Runtime> {
  const build = hasJspi() ? 'jspi' : 'asyncify';
  const ort = await (build === 'jspi' ? importJspi() : importAsyncify());
  ort.env.wasm.numThreads = 1;
  // onnxruntime wants to see an adapter even where it is given a device, and would ask for another one.
  ort.env.webgpu.adapter = adapter;
  const device = await requestDevice(adapter);
  const runtime = createRuntime(
    ort,
    {
      backend: 'webgpu',
      build,
      adapter: adapterName(adapter.info),
      software: isSoftwareAdapter(adapter.info),
      threads: 1,
      precision: 'float32',
      note: null,
    },
    { device, failure: deviceFailure(device) },
  );
  try {
    await probe(runtime);
  } catch (thrown) {
    await runtime.dispose();
    throw thrown;
  }
  return runtime;
}

async function openWasm(note: string | null): Promise<Runtime> {
  const ort = await importWasm();
  const threads = usableThreads();
  ort.env.wasm.numThreads = threads;
  const runtime = createRuntime(ort, {
    backend: 'wasm',
    build: 'wasm',
    adapter: 'CPU',
    software: false,
    threads,
    precision: 'float32',
    note,
  });
  await probe(runtime);
  return runtime;
}

// One literal import for each build, so that the bundler emits exactly these three and their wasm files, with hashed names.

function importJspi(): Promise<OnnxRuntime> {
  return importBuild(import('onnxruntime-web/jspi'), import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'));
}

function importAsyncify(): Promise<OnnxRuntime> {
  return importBuild(
    import('onnxruntime-web/webgpu'),
    import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
  );
}

function importWasm(): Promise<OnnxRuntime> {
  return importBuild(import('onnxruntime-web/wasm'), import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'));
}

async function importBuild(build: Promise<OnnxRuntime>, wasm: Promise<{ default: string }>): Promise<OnnxRuntime> {
  try {
    const [ort, { default: url }] = await Promise.all([build, wasm]);
    // Only the wasm file: the JavaScript beside it is inside the build.
    ort.env.wasm.wasmPaths = { wasm: new URL(url, import.meta.url).href };
    return ort;
  } catch (thrown) {
    throw networkFailed(
      'The engine’s files could not be fetched.',
      'Your pictures and settings are safe. Check the connection and reload the page.',
      String(thrown),
    );
  }
}
