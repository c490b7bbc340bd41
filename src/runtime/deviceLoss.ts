type Listener = (reason: string) => void;

/**
 * Whether a device is of no more use. Listeners instead of a promise: one that never settles keeps everything that was ever raced
 * against it, results included, as long as the page lives.
 */
export class DeviceLoss {
  #reason: string | null = null;
  readonly #listeners = new Set<Listener>();

  /** How many listen. */
  get listening(): number {
    return this.#listeners.size;
  }

  /** The first reason counts. */
  report(reason: string): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(reason);
  }

  /** Calls once, when the device is lost; at once where it is already. Returns what stops listening. */
  listen(listener: Listener): () => void {
    if (this.#reason !== null) listener(this.#reason);
    else this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
