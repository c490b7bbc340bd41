import type { DocumentStore } from '../storage/documents';
import { tileIds } from './document';
import type { ArtDocument } from './document';
import type { HistoryEntry } from './history';
import type { EditorSession } from './session';
import type { UnreadStep } from './storedHistory';

/** Milliseconds without a change after which the view is written and what is not needed any more is deleted, and the longest that this waits. */
const QUIET = 400;
const PATIENCE = 2000;

/** Bytes of new tiles that are packed on the spot (about 20 ms), and by a page that is about to go (about half a second). */
const AT_ONCE = 2 ** 20;
const AT_LAST = 24 * 2 ** 20;

/** Milliseconds after which a write that failed is tried again, doubled each time up to the longest. A change tries at once. */
const RETRY = 2000;
const LONGEST_RETRY = 60_000;

interface AutosaveOptions {
  quiet?: number;
  retry?: number;
  /** Steps that this version can't read, in a document that this one was begun from: they are named in its head. */
  unread?: readonly UnreadStep[];
}

/**
 * Writes the document while it is worked on, and brings it back. A step is on its way to storage before the next event can
 * come; only the pixels of large pictures are packed first, beside the work.
 */
export class Autosave {
  /** Steps that storage has or is being given. */
  readonly #given = new Set<string>();
  /** Those of them that it has. */
  readonly #kept = new Set<string>();
  /** Something has changed since the last write began. */
  #changed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince = 0;
  #running: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | null = null;
  #stopped = false;
  /** Writes that failed since the last time that everything was saved. */
  #failures = 0;
  #retrying: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: EditorSession,
    private readonly storage: DocumentStore,
    private readonly id: string,
    private readonly options: AutosaveOptions = {},
  ) {}

  /** Takes note of the steps that storage has already. */
  adopt(steps: Iterable<string>): void {
    for (const step of steps) {
      this.#given.add(step);
      this.#kept.add(step);
    }
  }

  /** From now on every change is written. */
  start(): void {
    this.#unsubscribe = this.session.subscribe((state, before) => {
      const step = state.history !== before.history || (state.target !== before.target && !state.held);
      const looks = state.target !== before.target || state.view !== before.view || state.window !== before.window;
      if (!step && !looks) return;
      this.#changed = true;
      if (step && this.session.state.saveState === 'saved') this.session.set({ saveState: 'saving' });
      if (step && this.#unpacked() > AT_ONCE) {
        this.flush().catch(this.#failed);
        return;
      }
      this.#schedule();
      if (step) this.#write([]).catch(this.#failed);
    });
    // What was done before.
    if (this.session.touched && this.#newSteps().length > 0) {
      this.#changed = true;
      this.#schedule();
    }
  }

  /** Nothing more is written, also not what waits. */
  stop(): void {
    this.#unsubscribe?.();
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retrying);
  }

  /** Writes now what has not been written, and deletes what nothing can bring back; resolves when it is done. Rejects with the storage's OutpaneError. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const next = this.#running.then(async () => {
      // What is done meanwhile is packed, too, before this thread has to.
      while (this.#unpacked() > AT_ONCE) await this.session.tiles.packed(this.#newTiles());
      const used = this.session.usedTiles();
      await this.#write(this.#stopped ? [] : this.session.tiles.retain(used));
    });
    this.#running = next.catch(() => undefined);
    return next;
  }

  /** For a page that may be gone when the event is over: the write is on its way when this returns, unless there is too much of it. */
  leave(): void {
    if (!this.#changed) return;
    if (this.#unpacked() <= AT_LAST) this.#write([]).catch(this.#failed);
    else this.flush().catch(this.#failed);
  }

  /** Tells the first failure, and tries again. */
  readonly #failed = (error: unknown) => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stopped) return;
    if (this.#failures <= 1) this.session.report(error);
    const { retry = RETRY } = this.options;
    const wait = Math.min(retry * 2 ** Math.max(0, this.#failures - 1), LONGEST_RETRY);
    clearTimeout(this.#retrying);
    this.#retrying = setTimeout(() => void this.flush().catch(this.#failed), wait);
  };

  #schedule(): void {
    const now = Date.now();
    if (this.#timer === undefined) this.#waitingSince = now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(this.options.quiet ?? QUIET, this.#waitingSince + PATIENCE - now));
    this.#timer = setTimeout(() => void this.flush().catch(this.#failed), wait);
  }

  #newSteps(): HistoryEntry<ArtDocument>[] {
    return this.session.state.history.entries.filter(({ id }) => !this.#given.has(id));
  }

  /** What the steps that are not saved need. */
  #newTiles(): Set<string> {
    return new Set(this.#newSteps().flatMap(({ state }) => [...tileIds(state)]));
  }

  #unpacked(): number {
    return this.session.tiles.unpackedBytes(this.#newTiles());
  }

  /** Everything new in one transaction, which is under way when this returns. */
  async #write(goneTiles: string[]): Promise<void> {
    if (this.#stopped) return;
    const { session, storage, id } = this;
    const { history } = session.state;
    const steps = this.#newSteps();
    const newTiles = session.tiles.unstored(this.#newTiles());
    const ids = history.entries.map((entry) => entry.id);
    const kept = new Set(ids);
    const goneEntries = [...this.#given].filter((entry) => !kept.has(entry));
    for (const { id: step } of steps) this.#given.add(step);
    for (const step of goneEntries) {
      this.#given.delete(step);
      this.#kept.delete(step);
    }
    this.#changed = false;
    const { unread = [] } = this.options;
    try {
      await storage.save(id, {
        head: {
          entries: ids,
          index: history.index,
          changedAt: Date.now(),
          extra: unread.length > 0 ? { ...session.kept, unread } : session.kept,
        },
        newEntries: new Map(steps.map((entry) => [entry.id, entry])),
        goneEntries,
        newTiles,
        goneTiles,
      });
    } catch (error) {
      for (const { id: step } of steps) this.#given.delete(step);
      this.#changed = true;
      this.#failures += 1;
      session.set({ saveState: 'failed' });
      throw error;
    }
    session.tiles.markStored(newTiles.keys());
    for (const { id: step } of steps) if (this.#given.has(step)) this.#kept.add(step);
    // A step of another write, begun before this one, may still be on its way, or have failed.
    if (session.state.history !== history || !ids.every((step) => this.#kept.has(step))) return;
    this.#failures = 0;
    clearTimeout(this.#retrying);
    session.set({ saveState: 'saved' });
  }
}
