import { cancelled, OutpaneError, workerDied, type ErrorData } from '../protocol/errors';
import type { BackendChoice, EngineInfo, FromWorker, RequestKind, Requests } from '../protocol/messages';
import type { Engine, EngineState, RequestOptions } from './engine';
import { Patience } from './patience';
import { Pending } from './pending';
import type { SpawnWorker, WorkerPort } from './workerPort';

export interface WorkerEngineOptions {
  backend: BackendChoice;
  spawn: SpawnWorker;
  /** The least milliseconds a worker may take to answer a cancel before it is ended; see Patience. */
  grace?: number;
}

const GRACE = 5000;

/** How often in a row a worker may die before its engine has started. */
const MOST_EARLY_DEATHS = 2;

/** One worker from its start to its end. */
interface Life {
  port: WorkerPort;
  openId: number;
  open: boolean;
  /** Resolved or rejected once, when the engine in it has started or can't. */
  started: Deferred<EngineInfo>;
}

interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: OutpaneError) => void;
}

/** The engine as the UI thread sees it: typed requests over messages to a worker that is replaced when it fails. */
export class WorkerEngine implements Engine {
  readonly #spawn: SpawnWorker;
  readonly #grace: number;
  /** With the backend in use. */
  #patience: Patience;
  readonly #pending = new Set<Pending>();
  readonly #stateListeners = new Set<(state: EngineState) => void>();
  readonly #noticeListeners = new Set<(message: string) => void>();
  #backend: BackendChoice;
  /** Why the backend is not the one that was asked for, where this client chose it. */
  #note: string | null = null;
  #life: Life | null = null;
  #state: EngineState = { status: 'starting' };
  #failure: OutpaneError | null = null;
  #lastId = 0;
  #earlyDeaths = 0;
  #disposed = false;

  constructor({ backend, spawn, grace = GRACE }: WorkerEngineOptions) {
    this.#backend = backend;
    this.#spawn = spawn;
    this.#grace = grace;
    this.#patience = new Patience(grace);
    void this.#start();
  }

  get state(): EngineState {
    return this.#state;
  }

  onState(listener: (state: EngineState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  onNotice(listener: (message: string) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  request<K extends Exclude<RequestKind, 'open'>>(
    kind: K,
    payload: Requests[K]['in'],
    options: RequestOptions = {},
  ): Promise<Requests[K]['out']> {
    return new Promise<Requests[RequestKind]['out']>((resolve, reject) => {
      const onAbort = () => this.#cancel(pending);
      const forget = () => {
        clearTimeout(pending.graceTimer);
        options.signal?.removeEventListener('abort', onAbort);
        this.#pending.delete(pending);
      };
      const pending = new Pending(kind, payload, options, {
        resolve: (value) => {
          forget();
          resolve(value);
        },
        reject: (error) => {
          forget();
          reject(error);
        },
      });
      if (this.#disposed || pending.aborted) return pending.reject(cancelled());
      this.#pending.add(pending);
      options.signal?.addEventListener('abort', onAbort);
      if (this.#life?.open) this.#send(pending);
      else if (!this.#life) this.#startAgain(pending);
    }) as Promise<Requests[K]['out']>;
  }

  switchBackend(choice: BackendChoice): Promise<EngineInfo> {
    this.#end();
    this.#rejectAll(cancelled());
    this.#use(choice);
    this.#note = null;
    this.#earlyDeaths = 0;
    return this.#start();
  }

  dispose(): void {
    this.#end();
    this.#disposed = true;
    this.#rejectAll(cancelled());
    this.#stateListeners.clear();
    this.#noticeListeners.clear();
  }

  #start(): Promise<EngineInfo> {
    const life: Life = {
      openId: ++this.#lastId,
      open: false,
      started: deferred<EngineInfo>(),
      port: this.#spawn({
        onMessage: (message) => this.#life === life && this.#receive(life, message),
        onDeath: (reason) => this.#life === life && this.#onDeath(life, reason),
      }),
    };
    // Often nobody waits for it: the state tells.
    life.started.promise.catch(() => undefined);
    this.#life = life;
    this.#patience.rest();
    this.#setState({ status: 'starting' });
    life.port.post({ id: life.openId, kind: 'open', payload: { backend: this.#backend } });
    return life.started.promise;
  }

  /** After a failed start, a new request is a new try; not where the browser just can't. */
  #startAgain(pending: Pending): void {
    if (this.#failure?.code === 'no-wasm-simd') return pending.reject(this.#failure);
    this.#earlyDeaths = 0;
    void this.#start();
  }

  #end(): void {
    this.#life?.port.terminate();
    this.#life?.started.reject(cancelled());
    this.#life = null;
    for (const pending of this.#pending) {
      clearTimeout(pending.graceTimer);
      pending.id = null;
    }
  }

  #receive(life: Life, message: FromWorker): void {
    // About the worker itself: whoever started it has heard it.
    if (message.type === 'alive' || message.type === 'fetched') return;
    if (message.id === life.openId) return this.#onOpened(life, message);
    const pending = [...this.#pending].find(({ id }) => id === message.id);
    if (!pending?.accepts(message)) return;
    if (message.type === 'event') {
      this.#patience.hear(message.id, message.event, performance.now());
      pending.tell(message.event);
      return;
    }
    this.#patience.rest(message.id);
    if (message.type === 'done') pending.resolve(message.value);
    else if (message.error.code === 'device-lost' && this.#backend !== 'wasm') {
      pending.sendAgainLater(message.source);
      this.#leaveGpu();
    } else pending.reject(message.error);
  }

  #onOpened(life: Life, message: FromWorker): void {
    if (message.type === 'done') {
      const info = message.value as EngineInfo;
      const told = { ...info, note: [this.#note, info.note].filter(Boolean).join(' ') || null };
      life.open = true;
      this.#earlyDeaths = 0;
      this.#failure = null;
      this.#setState({ status: 'ready', info: told });
      life.started.resolve(told);
      for (const pending of [...this.#pending]) {
        if (pending.id === null) this.#send(pending);
      }
    } else if (message.type === 'failed') {
      if (message.error.code === 'device-lost' && this.#backend !== 'wasm') this.#leaveGpu();
      else this.#fail(life, message.error);
    }
  }

  #send(pending: Pending): void {
    if (this.#life) pending.send(++this.#lastId, this.#life.port);
  }

  #cancel(pending: Pending): void {
    if (pending.id === null) return pending.reject(cancelled());
    this.#life?.port.post({ id: pending.id, kind: 'cancel' });
    pending.graceTimer = setTimeout(() => {
      pending.reject(cancelled());
      this.#restart();
      this.#notice('The engine did not stop in time and was restarted. Your pictures are safe.');
    }, this.#patience.milliseconds);
  }

  #onDeath(life: Life, reason: string): void {
    if (life.open) {
      this.#end();
      this.#rejectAll(
        workerDied('The engine stopped and was restarted.', 'Your pictures are safe. Try again.', reason),
      );
      this.#notice('The engine stopped and was restarted. Your pictures are safe.');
      void this.#start();
    } else if (++this.#earlyDeaths < MOST_EARLY_DEATHS) {
      this.#restart();
    } else {
      this.#fail(
        life,
        workerDied(
          'The engine could not be started.',
          'Your pictures and settings are safe. Reload the page; if it happens again, close other tabs to free memory.',
          reason,
        ),
      );
    }
  }

  /** A lost device does not come back to this worker; what was asked for is done on the CPU instead. */
  #leaveGpu(): void {
    this.#use('wasm');
    this.#note = 'The graphics processor stopped answering, so the CPU is used.';
    this.#restart();
    this.#notice('The graphics processor stopped answering. Outpane goes on with the CPU, which is slower.');
  }

  /** How slow another backend is, nobody knows yet. */
  #use(backend: BackendChoice): void {
    this.#backend = backend;
    this.#patience = new Patience(this.#grace);
  }

  /** A new worker; what was running is asked of it again, but what was being cancelled is over. */
  #restart(): void {
    const started = this.#life?.started;
    this.#life?.port.terminate();
    this.#life = null;
    for (const pending of [...this.#pending]) if (pending.id !== null) pending.sendAgainLater();
    const again = this.#start();
    // Whoever waits for the old worker's start gets the new one's.
    if (started) again.then(started.resolve, started.reject);
  }

  #fail(life: Life, data: ErrorData): void {
    const error = new OutpaneError(data);
    this.#life = null;
    this.#failure = error;
    life.port.terminate();
    this.#setState({ status: 'failed', message: error.message, hint: error.hint });
    life.started.reject(error);
    this.#rejectAll(error);
  }

  #rejectAll(error: ErrorData): void {
    for (const pending of [...this.#pending]) pending.reject(error);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    for (const listener of [...this.#stateListeners]) listener(state);
  }

  #notice(message: string): void {
    for (const listener of [...this.#noticeListeners]) listener(message);
  }
}

function deferred<T>(): Deferred<T> {
  const parts: Partial<Deferred<T>> = {};
  const promise = new Promise<T>((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return { resolve: () => undefined, reject: () => undefined, ...parts, promise };
}
