import { SerialQueue } from '../runtime/queue';

/** Work that is done one after another: two pictures at once would need twice the memory. */
export class Turns {
  readonly #queue = new SerialQueue();

  /** Does the job after those before it; who is cancelled while waiting need not wait to hear of it. */
  take<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener('abort', giveUp);
      const run = async () => {
        signal.removeEventListener('abort', giveUp);
        signal.throwIfAborted();
        return job();
      };
      this.#queue.run(run).then(resolve, reject);
    });
  }
}
