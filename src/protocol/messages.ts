import type { Rect } from '../geometry/rect';
import type { ErrorData } from './errors';
import type { GenerationRequest } from './generationRequest';
import type { Mask, RgbaImage } from './rgbaImage';

/** What the person (or `?backend=`) asks for; `auto` takes WebGPU on a hardware adapter, else WebAssembly. */
export type BackendChoice = 'auto' | 'webgpu' | 'wasm';

/** What really runs, never what was hoped for. */
export interface EngineInfo {
  backend: 'webgpu' | 'wasm';
  /** onnxruntime-web build in use. */
  build: 'jspi' | 'asyncify' | 'wasm';
  /** The GPU's name, or "CPU". */
  adapter: string;
  /** The adapter computes on the CPU (SwiftShader, llvmpipe). */
  software: boolean;
  /** WebAssembly threads in use. */
  threads: number;
  /** Precision of the arithmetic. */
  precision: 'float32' | 'float16';
  /** Why it is not what was asked for, or null. */
  note: string | null;
}

/** `decoder`: it looks where that is cheap, else the card's linear look does. */
export type PreviewMode = 'off' | 'decoder';

export interface InstallReport {
  /** Bytes fetched over the network just now; 0 when everything was in storage. */
  fetchedBytes: number;
  /** Chunks that were missing or damaged in a store that had been complete, and were fetched again. */
  repairedChunks: number;
}

/** How the model reads a prompt. */
export interface PromptReading {
  tokens: number;
  /** Most tokens it can read, the special ones counted. */
  limit: number;
  /** Index in the prompt's string from which nothing is read, or null when all of it is. */
  cutAt: number | null;
}

export interface Timings {
  /** Seconds from the start of the request to the end of this picture. */
  total: number;
  /** Seconds of each denoising step, the preview not counted. */
  steps: number[];
  /** Seconds all previews of this picture took. */
  previews: number;
}

/** The picture that an edit starts from. `mask` (same size) says what to repaint; without one, alpha 0 does. */
export interface Source {
  image: RgbaImage;
  mask?: Mask;
}

export interface FinishedPicture {
  /** Place in the request: 0 .. pictures - 1. */
  index: number;
  /** This one picture's own complete request: `pictures` is 1 and `seed` its own. */
  request: GenerationRequest;
  image: RgbaImage;
  timings: Timings;
}

/** Every request the worker answers: what goes in and what comes back at the end. */
export interface Requests {
  /** Chooses the backend and starts onnxruntime. First of all, once in a worker's life. */
  open: { in: { backend: BackendChoice }; out: EngineInfo };
  /** Makes sure that a revision of the model is in storage and whole; fetches what is not. `cardUrl` is absolute. */
  install: { in: { cardUrl: string }; out: InstallReport };
  /**
   * Fetches the server's revision of an installed model beside the one in use and changes over to it when it is whole, between
   * two runs. `download` events count only what the two don't share. `revision`: the new one, or null when there is none.
   */
  renew: { in: { cardUrl: string }; out: { revision: string | null } };
  /** Makes the sessions, so that the first generate does not wait. */
  load: { in: { cardUrl: string }; out: { seconds: number } };
  generate: {
    in: { cardUrl: string; request: GenerationRequest; preview: PreviewMode; source?: Source };
    out: { pictures: number };
  };
  readPrompt: { in: { cardUrl: string; prompt: string }; out: PromptReading };
}

export type RequestKind = keyof Requests;

export type EngineEvent =
  | { kind: 'download'; receivedBytes: number; totalBytes: number }
  | { kind: 'phase'; phase: 'loading' | 'encodingPrompt' | 'encodingPicture' | 'denoising' | 'decoding' }
  /** After each step. `step` counts from 1; `tile` counts from 1 where a request needs several passes. */
  | {
      kind: 'step';
      picture: number;
      pictures: number;
      step: number;
      steps: number;
      tile: number;
      tiles: number;
      stepSeconds: number;
      secondsLeft: number;
    }
  /** A look at the picture so far, often smaller than it; `region` is its place in the source (or in the whole picture). */
  | { kind: 'preview'; picture: number; step: number; image: RgbaImage; region: Rect }
  /** One tile of an expansion is final: paste it. */
  | { kind: 'tile'; picture: number; tile: number; image: RgbaImage; region: Rect }
  | { kind: 'picture'; picture: FinishedPicture }
  /** Something a person should know though nothing failed (a damaged chunk was fetched again, the GPU was left). */
  | { kind: 'notice'; message: string }
  /** From here on this revision of the model answers: another tab has changed over to it. */
  | { kind: 'revision'; revision: string };

/** UI thread -> worker. */
export type ToWorker =
  | { [K in RequestKind]: { id: number; kind: K; payload: Requests[K]['in'] } }[RequestKind]
  | { id: number; kind: 'cancel' };

/** Worker -> UI thread. `seq` counts up within an id, so that late messages are dropped. */
export type FromWorker =
  /** Once, without a request: the worker holds the lock of its own name, which the browser frees when it ends. */
  | { id: 0; seq: 0; type: 'alive' }
  /** Without a request: whether the app's server was reached by a fetch of the worker. */
  | { id: 0; seq: 0; type: 'fetched'; reached: boolean }
  | { id: number; seq: number; type: 'event'; event: EngineEvent }
  | { id: number; seq: number; type: 'done'; value: Requests[RequestKind]['out'] }
  /** `source`: with `device-lost`, what the request came with, so that it can be asked of another worker. */
  | { id: number; seq: number; type: 'failed'; error: ErrorData; source?: Source };
