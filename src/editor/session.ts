import { union } from '../geometry/rect';
import type { Rect, Size } from '../geometry/rect';
import { newId } from '../platform/newId';
import { shownBounds, tileBytes, tileIds } from './document';
import type { ArtDocument } from './document';
import { entryOf, initialState, presentDocument } from './editorState';
import type { EditorState } from './editorState';
import { Glide } from './glide';
import { amend, fitHistory, jump, push } from './history';
import type { History } from './history';
import type { TileStore } from './tileStore';
import type { TileId } from './tiles';
import {
  centre,
  fit,
  isFree,
  isInSight,
  keepReachable,
  openMiddle,
  panBy,
  rectToScreen,
  seenMiddle,
  stickyZoom,
  zoomAt,
} from './view';
import type { Insets, Point } from './view';

/** Most bytes of unpacked tiles that the history may refer to; packed they are a fraction of it. */
const HISTORY_BYTES = 2 * 2 ** 30;

/** Part of the window's shorter side that stays free around all that is shown. */
const ROOM = 0.05;

/** Largest zoom at which everything is shown. */
const MAX_FIT = 2;

/** CSS pixels that stay free around what is brought into view. */
const MARGIN = 28;

/** Two zooming movements farther apart than this many milliseconds are two. */
const ZOOM_PAUSE = 250;

/** What is kept of a session beside its history. */
export interface KeptView extends Pick<EditorState, 'view' | 'target'> {
  /** The stage that the view was of, in CSS pixels. */
  window: Size;
  /** The view showed everything, and nobody had moved it. */
  fitted: boolean;
}

/** The editor's state and the ways to change it. Everything else looks at `state` and is told when there is a new one. */
export class EditorSession {
  #state: EditorState = initialState();
  readonly #listeners = new Set<(state: EditorState, before: EditorState) => void>();
  #edits: Promise<unknown> = Promise.resolve();
  /** The view that shows everything, as long as nobody has moved it. */
  #fitted: EditorState['view'] | null = null;
  /** Something lies over the picture that came when the view had to stay. */
  #owed = false;
  /** A view from storage that waits for the stage's size. */
  #kept: Partial<KeptView> | null = null;
  /** The zoom that fingers have reached, before it sticks to a stop. */
  #reached = { zoom: 1, at: -Infinity };

  constructor(
    readonly tiles: TileStore,
    /** Told what went wrong in edits that nobody waits for. */
    readonly report: (error: unknown) => void,
  ) {}

  get state(): EditorState {
    return this.#state;
  }

  get document(): ArtDocument {
    return presentDocument(this.#state);
  }

  /** Something has been done in it. */
  get touched(): boolean {
    return this.#state.history.entries.length > 1;
  }

  subscribe(listener: (state: EditorState, before: EditorState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<EditorState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const listener of this.#listeners) listener(this.#state, before);
  }

  /** A step that can be undone. Changes with the same `merge` that follow each other are one. */
  commit(document: ArtDocument, label: string, merge?: string): void {
    const before = this.document;
    if (document === before) return;
    const pushed = push(this.#state.history, entryOf(document, label, merge));
    this.#travel(fitHistory(pushed, HISTORY_BYTES, tileBytes), before);
  }

  /** A change that is no step of its own: looking at another candidate. */
  amend(document: ArtDocument): void {
    this.set({ history: amend(this.#state.history, document, newId()) });
  }

  /**
   * An edit that has to wait for tiles. Edits run one after the other, each on the document that the one before left.
   * An edit whose base was undone meanwhile still lands: on what is there now. `merge` as in `commit`.
   */
  edit(label: string, change: (document: ArtDocument) => Promise<ArtDocument>, merge?: string): Promise<void> {
    const run = this.#edits.then(async () => this.commit(await change(this.document), label, merge));
    this.#edits = run.catch(() => undefined);
    return run;
  }

  undo(): void {
    this.goTo(this.#state.history.index - 1);
  }

  redo(): void {
    this.goTo(this.#state.history.index + 1);
  }

  goTo(index: number): void {
    this.#travel(jump(this.#state.history, index), this.document);
  }

  /** Takes over a document from storage, with its history. */
  restore(history: History<ArtDocument>, kept: Partial<KeptView>): void {
    const { view, target = null } = kept;
    this.set({ history, target, ...(view && { view }) });
    this.#kept = kept;
    if (this.#state.window.width > 0) this.#settleView();
  }

  /** What `restore` takes to show the same again. */
  get kept(): KeptView {
    const { view, target, window } = this.#state;
    return { view, target, window, fitted: view === this.#fitted };
  }

  /** The first view: the kept one as far as it shows the artwork in this window, too; else everything. */
  #settleView(): void {
    const { view, window: of = this.#state.window, fitted = false } = this.#kept ?? {};
    const { window } = this.#state;
    const all = this.#everything();
    this.#kept = null;
    // What was in the middle of the window stays there.
    const moved = view && panBy(view, (window.width - of.width) / 2, (window.height - of.height) / 2);
    if (moved && all && !fitted && isInSight(all, moved, window)) this.set({ view: moved });
    else this.showAll();
  }

  /** Ids of all tiles that the history can bring back. */
  usedTiles(): Set<TileId> {
    const used = new Set<TileId>();
    for (const { state } of this.#state.history.entries) for (const id of tileIds(state)) used.add(id);
    return used;
  }

  /**
   * The stage has another size, or other panels float over it. The picture's place in the open part stays; where `uncover`
   * is true, a picture that no panel lay over moves as far as needed to be free of the new ones (also of those that came while it
   * was false), and one that was fitted into the open part is fitted anew. So is one that the view has followed by itself, when
   * the window changes.
   */
  resize(window: Size, insets: Insets, uncover = true): void {
    const before = this.#state;
    if (before.window.width === 0 || before.window.height === 0) {
      this.set({ window, insets });
      this.#settleView();
      return;
    }
    const all = this.#everything();
    const wasFree = all !== null && (this.#owed || isFree(all, before.view, before.window, before.insets));
    const turned = window.width !== before.window.width || window.height !== before.window.height;
    const wasFitted = before.view === this.#fitted || (turned && wasFree && this.#glide.cameTo(before.view));
    // Panels above and below come and go with what is done; the picture does not jump for them.
    const still = { top: 0, bottom: 0 };
    const from = openMiddle(before.window, { ...before.insets, ...still });
    const to = openMiddle(window, { ...insets, ...still });
    const moved = to.x !== from.x || to.y !== from.y;
    this.set({ window, insets, view: moved ? panBy(before.view, to.x - from.x, to.y - from.y) : before.view });
    if (wasFitted) this.#fitted = this.#state.view;
    const covered = wasFree && !isFree(all, this.#state.view, window, insets);
    this.#owed = covered && !uncover;
    if (!uncover || before.held) return;
    if (wasFitted && (moved || covered)) this.showAll();
    else if (covered) this.reveal(all);
  }

  pan(dx: number, dy: number): void {
    this.#look(panBy(this.#state.view, dx, dy));
  }

  /** Multiplies the zoom at a point of the stage, sticking to round percentages a little. */
  zoomBy(screen: Point, factor: number, now = performance.now()): void {
    const fresh = now - this.#reached.at > ZOOM_PAUSE;
    const zoom = (fresh ? this.#state.view.zoom : this.#reached.zoom) * factor;
    this.#reached = { zoom: Math.min(Math.max(zoom, 0.01), 100), at: now };
    this.#look(zoomAt(this.#state.view, screen, stickyZoom(zoom)));
  }

  zoomTo(zoom: number): void {
    const { view, window, insets } = this.#state;
    this.#look(zoomAt(view, openMiddle(window, insets), zoom));
  }

  /** Fits the artwork (and what it is to become) into the open part of the stage. */
  showAll(): void {
    const { window, insets, model } = this.#state;
    // Room to pull an edge into.
    const room = ROOM * Math.min(window.width, window.height);
    const around = {
      top: insets.top + room,
      right: insets.right + room,
      bottom: insets.bottom + room,
      left: insets.left + room,
    };
    this.#fitted = fit(this.#everything() ?? { x: 0, y: 0, ...model.native }, window, around, MAX_FIT);
    this.set({ view: this.#fitted });
  }

  /** Moves the view no more than needed to see all of a rectangle in the open part of the stage; zooms out where it is too large. */
  reveal(rect: Rect): void {
    const { view, window, insets } = this.#state;
    if (window.width === 0) return;
    const left = insets.left + MARGIN;
    const top = insets.top + MARGIN;
    const width = window.width - insets.right - MARGIN - left;
    const height = window.height - insets.bottom - MARGIN - top;
    const shown = rectToScreen(view, rect);
    if (shown.width > width || shown.height > height) {
      const around = { top, left, right: insets.right + MARGIN, bottom: insets.bottom + MARGIN };
      return this.#glide.to(fit(rect, window, around, view.zoom));
    }
    const x = Math.min(Math.max(shown.x, left), left + width - shown.width);
    const y = Math.min(Math.max(shown.y, top), top + height - shown.height);
    this.#glide.to(panBy(view, x - shown.x, y - shown.y));
  }

  /** The edge that was pulled goes back; so does the view, where all it did since was to show what was pulled. */
  putBack(): void {
    this.set({ target: null, held: null });
    this.#glide.back();
  }

  readonly #glide = new Glide(
    () => this.#state.view,
    (view) => this.set({ view }),
  );

  /** Whether the view may move smoothly by itself; never under reduced motion. */
  set mayGlide(may: () => boolean) {
    this.#glide.mayGlide = may;
  }

  /** Moves the view by CSS pixels, smoothly where that may be. */
  glideBy(dx: number, dy: number): void {
    if (dx !== 0 || dy !== 0) this.#glide.to(panBy(this.#state.view, dx, dy));
  }

  showActualSize(): void {
    const { window, insets, model } = this.#state;
    this.set({ view: centre(this.#everything() ?? { x: 0, y: 0, ...model.native }, window, insets, 1) });
  }

  /** The plane's point in the middle of what is seen of the artwork; in that of the open part of the stage where nothing is. */
  middle(): Point {
    const { view, window, insets } = this.#state;
    return seenMiddle(shownBounds(this.document), view, window, insets);
  }

  #everything(): Rect | null {
    const bounds = shownBounds(this.document);
    const { target, forming } = this.#state;
    if (forming?.alone) return forming.region;
    return [target, forming?.region ?? null].reduce(
      (all, more) => (all && more ? union(all, more) : (all ?? more)),
      bounds,
    );
  }

  #look(view: EditorState['view']): void {
    const all = this.#everything();
    this.set({ view: all ? keepReachable(view, all, this.#state.window) : view });
  }

  /** Shows another present state. What was being prepared on the old one is over. */
  #travel(history: History<ArtDocument>, before: ArtDocument): void {
    if (history === this.#state.history) return;
    const wasBlank = shownBounds(before) === null;
    this.#glide.settle();
    this.set({ history, target: null, movingFrame: undefined });
    if (wasBlank && shownBounds(this.document) && this.#state.window.width > 0) this.showAll();
  }
}
