import { cancelled, OutpaneError, type ErrorData } from '../protocol/errors';
import type { FromWorker, RequestKind, Requests, ToWorker } from '../protocol/messages';
import type { RequestOptions } from './engine';

/** A request that was asked for and has not settled. It may be sent more than once, each time under a new id. */
export class Pending {
  /** Of the current sending; null while it waits for an engine. */
  id: number | null = null;
  graceTimer: ReturnType<typeof setTimeout> | undefined;
  #nextSeq = 0;
  /** Pictures the listener has: a request that is repeated makes them again. */
  readonly #pictures = new Set<number>();

  constructor(
    readonly kind: RequestKind,
    private readonly payload: Requests[RequestKind]['in'],
    private readonly options: RequestOptions,
    private readonly settle: {
      resolve: (value: Requests[RequestKind]['out']) => void;
      reject: (error: OutpaneError) => void;
    },
  ) {}

  get aborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  /** The message that asks for it, under a new id. */
  message(id: number): ToWorker {
    this.id = id;
    this.#nextSeq = 0;
    // A request's kind and payload come together through Engine.request, which the compiler can't follow to here.
    return { id, kind: this.kind, payload: this.payload } as ToWorker;
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
