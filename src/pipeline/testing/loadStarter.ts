import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-web/wasm';
import type { ModelCard } from '../../models/modelCard';
import type { ModelFiles } from '../../models/modelFiles';
import { readCard } from '../../models/readCard';
import { createRuntime } from '../../runtime/createRuntime';
import type { Runtime } from '../../runtime/runtime';
import { loadModel, type LoadedModel } from '../loadModel';

const STARTER = new URL('../../../public/models/starter/', import.meta.url);
/** The starter's card with random weights, a hundredth of its work: for tests where it is all the same what a picture shows. */
export const TINY = new URL('../../../e2e/models/tiny/', import.meta.url);

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
  return loadFolder(STARTER, await readStarterCard(), runtime);
}

/** The tiny model, which takes the starter's requests. */
export async function loadTiny(runtime = openNodeRuntime()): Promise<LoadedModel> {
  return loadFolder(TINY, await readCardIn(TINY), runtime);
}

/** Any model of a folder on disk; the URL ends in a slash. */
export function loadFolder(folder: URL, card: ModelCard, runtime = openNodeRuntime()): Promise<LoadedModel> {
  return loadModel(runtime, card, filesIn(folder));
}

export const readStarterCard = (): Promise<ModelCard> => readCardIn(STARTER);

async function readCardIn(folder: URL): Promise<ModelCard> {
  return readCard(await readFile(new URL('card.json', folder), 'utf8'));
}

/** The same model with no speed measured yet: its previews are the card's linear look. */
export const unmeasured = (model: LoadedModel): LoadedModel => ({ ...model, measured: { decodeSeconds: null } });
