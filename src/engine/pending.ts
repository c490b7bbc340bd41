import { cancelled, OutpaneError, workerDied, type ErrorData } from '../protocol/errors';
import type { FromWorker, RequestKind, Requests, Source, ToWorker } from '../protocol/messages';
import { sourceBuffers } from '../protocol/sourceBuffers';
import type { RequestOptions } from './engine';
import type { WorkerPort } from './workerPort';

/** A request that was asked for and has not settled. It may be sent more than once, each time under a new id. */
export class Pending {
  /** Of the current sending; null while it waits for an engine. */
  id: number | null = null;
  /** Its source has been moved to a worker and is not here any more. */
  #spent = false;
  graceTimer: ReturnType<typeof setTimeout> | undefined;
  #nextSeq = 0;
  /** Pictures the listener has: a request that is repeated makes them again. */
  readonly #pictures = new Set<number>();

  constructor(
    readonly kind: RequestKind,
    private payload: Requests[RequestKind]['in'],
    private readonly options: RequestOptions,
    private readonly settle: {
      resolve: (value: Requests[RequestKind]['out']) => void;
      reject: (error: OutpaneError) => void;
    },
  ) {}

  get aborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  /** Asks a worker for it, under a new id. */
  send(id: number, port: WorkerPort): void {
    this.id = id;
    this.#nextSeq = 0;
    const moved = this.options.giveUpSource && 'source' in this.payload ? this.payload.source : undefined;
    // A request's kind and payload come together through Engine.request, which the compiler can't follow to here.
    port.post({ id, kind: this.kind, payload: this.payload } as ToWorker, moved && sourceBuffers(moved));
    this.#spent = moved !== undefined;
  }

  /** Its worker is gone, and it waits for another one; or it ends here, because it was cancelled or has nothing left to ask with. */
  sendAgainLater(givenBack?: Source): void {
    clearTimeout(this.graceTimer);
    this.id = null;
    if (this.#spent && givenBack) {
      this.payload = { ...this.payload, source: givenBack };
      this.#spent = false;
    }
    if (this.aborted) this.reject(cancelled());
    else if (this.#spent) {
      this.reject(
        workerDied('The engine was restarted.', 'Your pictures are safe. Try again.', 'its source was moved'),
      );
    }
  }

  /** False when the message is older than one seen before. */
  accepts({ seq }: FromWorker): boolean {
    if (seq < this.#nextSeq) return false;
    this.#nextSeq = seq + 1;
    return true;
  }

  tell(event: Extract<FromWorker, { type: 'event' }>['event']): void {
    // After a cancel nothing more is of interest, least of all the last preview.
    if (this.aborted) return;
    if (event.kind === 'picture') {
      if (this.#pictures.has(event.picture.index)) return;
      this.#pictures.add(event.picture.index);
    }
    this.options.onEvent?.(event);
  }

  resolve(value: Requests[RequestKind]['out']): void {
    if (this.aborted) this.reject(cancelled());
    else this.settle.resolve(value);
  }

  reject(error: ErrorData): void {
    const data = this.aborted ? cancelled() : error;
    this.settle.reject(data instanceof OutpaneError ? data : new OutpaneError(data));
  }
}
