import { cancelled } from '../protocol/errors';

/**
 * Lets messages in. On WebAssembly a run fills its thread and ends in a microtask, so without this a cancel message would wait for
 * the whole picture. A message channel because timers are held back to 4 ms.
 */
export function letMessagesIn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Throws `cancelled` once the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
