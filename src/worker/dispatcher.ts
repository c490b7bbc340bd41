import { cancelled, OutpaneError, toOutpaneError } from '../protocol/errors';
import type { EngineEvent, FromWorker, RequestKind, Requests, ToWorker } from '../protocol/messages';
import { sourceBuffers } from '../protocol/sourceBuffers';

/** What a handler gets besides its payload. */
export interface RequestContext {
  /** Aborted when the client cancels. */
  readonly signal: AbortSignal;
  /** Sends an event to the client. Pixels in it are transferred: do not use them afterwards. */
  emit(event: EngineEvent): void;
}

export type Handlers = {
  [K in RequestKind]: (payload: Requests[K]['in'], context: RequestContext) => Promise<Requests[K]['out']>;
};

/** The worker's global scope, or a MessagePort. */
export interface WorkerScope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
}

/** Answers the requests that arrive: each ends with exactly one `done` or `failed`. */
export function serve(scope: WorkerScope, handlers: Handlers): void {
  const running = new Map<number, AbortController>();

  const answer = async <K extends RequestKind>(id: number, kind: K, payload: Requests[K]['in']) => {
    const controller = new AbortController();
    running.set(id, controller);
    let seq = 0;
    const emit = (event: EngineEvent) => scope.postMessage({ id, seq: seq++, type: 'event', event }, pixelsOf(event));
    try {
      const value = await handlers[kind](payload, { signal: controller.signal, emit });
      scope.postMessage({ id, seq: seq++, type: 'done', value }, []);
    } catch (thrown) {
      const error = controller.signal.aborted ? asCancelled(thrown) : toOutpaneError(thrown);
      // No handler changes its source, and after this no handler of this worker is asked again.
      const source = error.code === 'device-lost' && 'source' in payload ? payload.source : undefined;
      const transfer = source ? sourceBuffers(source) : [];
      scope.postMessage({ id, seq: seq++, type: 'failed', error: error.toData(), source }, transfer);
    } finally {
      running.delete(id);
    }
  };

  scope.onmessage = ({ data: message }) => {
    if (message.kind === 'cancel') running.get(message.id)?.abort();
    else void answer(message.id, message.kind, message.payload);
  };
}

/** What a handler throws after a cancel is of no interest, be it an AbortError or a follow-up. */
function asCancelled(thrown: unknown): OutpaneError {
  if (thrown instanceof OutpaneError && thrown.code === 'cancelled') return thrown;
  return cancelled();
}

function pixelsOf(event: EngineEvent): Transferable[] {
  if (event.kind === 'preview' || event.kind === 'tile') return [event.image.data.buffer];
  if (event.kind === 'picture') return [event.picture.image.data.buffer];
  return [];
}
