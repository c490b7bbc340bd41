import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import * as v from 'valibot';
import { modelCardSchema, type ModelCard } from '../../models/modelCard';
import type { ModelFiles } from '../../models/modelFiles';
import { createRuntime } from '../../runtime/createRuntime';
import type { Runtime } from '../../runtime/runtime';
import { loadModel, type LoadedModel } from '../loadModel';

const root = new URL('../../../public/models/starter/', import.meta.url);

const filesIn = (folder: URL): ModelFiles => ({
  bytes: async (path) => new Uint8Array(await readFile(new URL(path, folder))),
  blob: async (path) => new Blob([new Uint8Array(await readFile(new URL(path, folder)))]),
});

/** onnxruntime's WebAssembly build in Node. One a process: its settings are global. */
export function openNodeRuntime(): Runtime {
  // Asked for by number, or onnxruntime wants to count the cores in a way that fails in Node before 21.
  ort.env.wasm.numThreads = 1;
  return createRuntime(ort, {
    backend: 'wasm',
    build: 'wasm',
    adapter: 'CPU',
    software: false,
    threads: 1,
    precision: 'float32',
    note: null,
  });
}

/** The built-in model, for tests in Node: the same files that the app serves. */
export async function loadStarter(runtime = openNodeRuntime()): Promise<LoadedModel> {
  return loadFolder(root, await readStarterCard(), runtime);
}

/** Any model of a folder on disk; the URL ends in a slash. */
export function loadFolder(folder: URL, card: ModelCard, runtime = openNodeRuntime()): Promise<LoadedModel> {
  return loadModel(runtime, card, filesIn(folder));
}

export async function readStarterCard(): Promise<ModelCard> {
  const json: unknown = JSON.parse(await readFile(new URL('card.json', root), 'utf8'));
  return v.parse(modelCardSchema, json);
}

/** The same model with no speed measured yet: its previews are the card's linear look. */
export const unmeasured = (model: LoadedModel): LoadedModel => ({ ...model, measured: { decodeSeconds: null } });
