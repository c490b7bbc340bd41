import type { EngineEvent, EngineInfo, RequestKind, Requests } from '../protocol/messages';

export interface RequestOptions {
  /** Aborting asks the worker to stop; the promise then rejects with code `cancelled`. */
  signal?: AbortSignal;
  /** Everything the worker says on the way, in order; nothing comes after the promise settled. */
  onEvent?: (event: EngineEvent) => void;
  /**
   * The payload's source is given up: its pixels are moved to the worker instead of copied, and are gone here. Where a lost GPU makes the
   * engine ask the CPU again, the worker has given them back before; a worker that had to be ended has not, and the request rejects.
   */
  giveUpSource?: boolean;
}

export type EngineState =
  | { status: 'starting' }
  | { status: 'ready'; info: EngineInfo }
  /** The engine can't run in this browser at all. */
  | { status: 'failed'; message: string; hint: string };

/** The worker's engine as the UI thread sees it. Rejections are always OutpaneError. */
export interface Engine {
  request<K extends Exclude<RequestKind, 'open'>>(
    kind: K,
    payload: Requests[K]['in'],
    options?: RequestOptions,
  ): Promise<Requests[K]['out']>;
  readonly state: EngineState;
  /** Called at every change of state (also after a restart or a fall back to WebAssembly). Returns the unsubscriber. */
  onState(listener: (state: EngineState) => void): () => void;
  /** Things a person should know: "The engine stopped and was restarted." Returns the unsubscriber. */
  onNotice(listener: (message: string) => void): () => void;
  /** Ends the worker and starts one on another backend. Running requests reject with `cancelled`. */
  switchBackend(choice: Requests['open']['in']['backend']): Promise<EngineInfo>;
  dispose(): void;
}
