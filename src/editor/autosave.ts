import * as v from 'valibot';
import { rectSchema } from '../protocol/generationRequest';
import type { DocumentStore, StoredDocument } from '../storage/documents';
import { artDocumentSchema, tileIds } from './document';
import type { ArtDocument } from './document';
import type { EditorState } from './editorState';
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
});

/** Milliseconds without a movement of the view after which it is written, and the longest that one waits. */
const QUIET = 400;
const PATIENCE = 2000;

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

/** Writes the document while it is worked on, and brings it back. */
export class Autosave {
  #saved = new Set<string>();
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
    this.#saved = entries;
    await this.storage.sweep(this.id, entries, tiles);
    return true;
  }

  /** From now on every change is written. */
  start(): void {
    this.#unsubscribe = this.session.subscribe((state, before) => {
      if (state.history !== before.history || state.target !== before.target || state.view !== before.view) {
        this.#schedule(state.history !== before.history || (state.target !== before.target && !state.held));
      }
    });
  }

  /** Nothing more is written, also not what waits. */
  stop(): void {
    this.#unsubscribe?.();
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Writes now what has not been written; resolves when it is. Rejects with the storage's OutpaneError. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const next = this.#running.then(() => this.#save());
    this.#running = next.catch(() => undefined);
    return next;
  }

  #schedule(matters: boolean): void {
    const now = Date.now();
    if (this.#timer === undefined) this.#waitingSince = now;
    clearTimeout(this.#timer);
    if (matters && this.session.state.saveState === 'saved') this.session.set({ saveState: 'saving' });
    // What has been done is written at once: the page may be reloaded in the next moment.
    const wait = matters ? 0 : Math.max(0, Math.min(this.quiet, this.#waitingSince + PATIENCE - now));
    this.#timer = setTimeout(() => void this.flush().catch(this.session.report), wait);
  }

  async #save(): Promise<void> {
    if (this.#stopped) return;
    const { session, storage, id } = this;
    const { history, view, target } = session.state;
    const used = session.usedTiles();
    const entries = new Map(history.entries.map((entry) => [entry.id, entry]));
    try {
      const newTiles = await session.tiles.unstored(used);
      await storage.save(id, {
        head: {
          entries: [...entries.keys()],
          index: history.index,
          changedAt: Date.now(),
          extra: { view, target } satisfies Partial<EditorState>,
        },
        newEntries: new Map([...entries].filter(([entry]) => !this.#saved.has(entry))),
        goneEntries: [...this.#saved].filter((entry) => !entries.has(entry)),
        newTiles,
        goneTiles: this.#forget(used),
      });
      session.tiles.markStored(newTiles.keys());
      this.#saved = new Set(entries.keys());
      if (session.state.history === history) session.set({ saveState: 'saved' });
    } catch (error) {
      session.set({ saveState: 'failed' });
      throw error;
    }
  }

  /** Tiles that neither what is being saved nor what has been done since needs. */
  #forget(used: ReadonlySet<string>): string[] {
    return this.session.tiles.retain(new Set([...used, ...this.session.usedTiles()]));
  }
}
