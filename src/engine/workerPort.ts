import type { FromWorker, ToWorker } from '../protocol/messages';

/** One worker's life, as the client needs it. */
export interface WorkerPort {
  /** `transfer`: memory in the message that is moved instead of copied; it is gone on this side. */
  post(message: ToWorker, transfer?: readonly Transferable[]): void;
  /** Ends the thread at once; its listener hears nothing more. */
  terminate(): void;
}

export interface WorkerListener {
  onMessage(message: FromWorker): void;
  /** The thread has ended or can't be trusted any more; heard at most once. The reason is for a report. */
  onDeath(reason: string): void;
}

export type SpawnWorker = (listener: WorkerListener) => WorkerPort;
