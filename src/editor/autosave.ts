import * as v from 'valibot';
import { rectSchema } from '../protocol/generationRequest';
import type { DocumentStore, StoredDocument } from '../storage/documents';
import { artDocumentSchema, tileIds } from './document';
import type { ArtDocument } from './document';
import type { History, HistoryEntry } from './history';
import type { EditorSession } from './session';

const entrySchema = v.object({
  id: v.string(),
  label: v.string(),
  at: v.number(),
  state: artDocumentSchema,
  merge: v.optional(v.string()),
});

const finite = v.pipe(v.number(), v.finite());
const extraSchema = v.object({
  view: v.object({ x: finite, y: finite, zoom: v.pipe(finite, v.minValue(0.001)) }),
  target: v.nullable(rectSchema),
  // Not written by the first versions.
  window: v.optional(v.object({ width: finite, height: finite })),
  fitted: v.optional(v.boolean()),
});

/** Milliseconds without a change after which the view is written and what is not needed any more is deleted, and the longest that this waits. */
const QUIET = 400;
const PATIENCE = 2000;

/** Bytes of new tiles that are packed on the spot (about 20 ms), and by a page that is about to go (about half a second). */
const AT_ONCE = 2 ** 20;
const AT_LAST = 24 * 2 ** 20;

/**
 * The history that storage gives back. A step that can't be read (written by a newer version, or damaged) is left out;
 * null when none is left.
 */
export function readHistory(stored: StoredDocument): History<ArtDocument> | null {
  const entries: HistoryEntry<ArtDocument>[] = [];
  let index = 0;
  stored.entries.forEach((value, i) => {
    const parsed = v.safeParse(entrySchema, value);
    if (!parsed.success) return;
    entries.push(parsed.output);
    if (i <= stored.head.index) index = entries.length - 1;
  });
  return entries.length > 0 ? { entries, index } : null;
}

/**
 * Writes the document while it is worked on, and brings it back. A step is on its way to storage before the next event can
 * come; only the pixels of large pictures are packed first, beside the work.
 */
export class Autosave {
  /** Steps that storage has or is being given. */
  readonly #saved = new Set<string>();
  /** Something has changed since the last write began. */
  #changed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince = 0;
  #running: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | null = null;
  #stopped = false;

  constructor(
    private readonly session: EditorSession,
    private readonly storage: DocumentStore,
    private readonly id: string,
    private readonly quiet = QUIET,
  ) {}

  /** Puts what is stored under the id into the session. False when there is nothing to bring back, or the session is in use already. */
  async restore(): Promise<boolean> {
    const stored = await this.storage.read(this.id);
    const history = stored && readHistory(stored);
    if (!stored || !history || this.session.touched) return false;
    const entries = new Set(history.entries.map(({ id }) => id));
    const tiles = new Set(history.entries.flatMap(({ state }) => [...tileIds(state)]));
    this.session.tiles.adopt(tiles);
    const extra = v.safeParse(extraSchema, stored.head.extra);
    this.session.restore(history, extra.success ? extra.output : {});
    for (const entry of entries) this.#saved.add(entry);
    await this.storage.sweep(this.id, entries, this.session.usedTiles());
    return true;
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
  }

  /** Nothing more is written, also not what waits. */
  stop(): void {
    this.#unsubscribe?.();
    this.#stopped = true;
    clearTimeout(this.#timer);
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

  readonly #failed = (error: unknown) => {
    clearTimeout(this.#timer);
    this.session.report(error);
  };

  #schedule(): void {
    const now = Date.now();
    if (this.#timer === undefined) this.#waitingSince = now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(this.quiet, this.#waitingSince + PATIENCE - now));
    this.#timer = setTimeout(() => void this.flush().catch(this.#failed), wait);
  }

  #newSteps(): HistoryEntry<ArtDocument>[] {
    return this.session.state.history.entries.filter(({ id }) => !this.#saved.has(id));
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
    const goneEntries = [...this.#saved].filter((entry) => !kept.has(entry));
    for (const { id: step } of steps) this.#saved.add(step);
    for (const step of goneEntries) this.#saved.delete(step);
    this.#changed = false;
    try {
      await storage.save(id, {
        head: {
          entries: ids,
          index: history.index,
          changedAt: Date.now(),
          extra: session.kept,
        },
        newEntries: new Map(steps.map((entry) => [entry.id, entry])),
        goneEntries,
        newTiles,
        goneTiles,
      });
      session.tiles.markStored(newTiles.keys());
      if (session.state.history === history) session.set({ saveState: 'saved' });
    } catch (error) {
      for (const { id: step } of steps) this.#saved.delete(step);
      this.#changed = true;
      session.set({ saveState: 'failed' });
      throw error;
    }
  }
}
