import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Rect, Size } from '../geometry/rect';
import { Camera } from './camera';
import type { KeptCamera } from './camera';
import { newId } from '../platform/newId';
import { shownBounds, tileBytes, tileIds } from './document';
import type { ArtDocument } from './document';
import { entryOf, initialState, presentDocument } from './editorState';
import type { EditorState } from './editorState';
import { amend, fitHistory, jump, push } from './history';
import type { History } from './history';
import type { TileStore } from './tileStore';
import type { TileId } from './tiles';
import type { Insets, Point } from './view';

/** Most bytes of unpacked tiles that the history may refer to; packed they are a fraction of it. */
const HISTORY_BYTES = 2 * 2 ** 30;

/** What is kept of a session beside its history. */
export interface KeptView extends KeptCamera, Pick<EditorState, 'target'> {}

/**
 * The picture being edited: one store, whose `state` everything else looks at, with the document's history and the ways to change it.
 * How it is looked at is its camera's business.
 */
export class EditorSession {
  readonly store: StoreApi<EditorState> = createStore(initialState);
  readonly camera = new Camera(this);
  #edits: Promise<unknown> = Promise.resolve();

  constructor(
    readonly tiles: TileStore,
    /** Told what went wrong in edits that nobody waits for. */
    readonly report: (error: unknown) => void,
  ) {}

  get state(): EditorState {
    return this.store.getState();
  }

  get document(): ArtDocument {
    return presentDocument(this.state);
  }

  /** Something has been done in it. */
  get touched(): boolean {
    return this.state.history.entries.length > 1;
  }

  subscribe(listener: (state: EditorState, before: EditorState) => void): () => void {
    return this.store.subscribe(listener);
  }

  set(change: Partial<EditorState>): void {
    this.store.setState(change);
  }

  /** A step that can be undone. Changes with the same `merge` that follow each other are one. */
  commit(document: ArtDocument, label: string, merge?: string): void {
    const before = this.document;
    if (document === before) return;
    const pushed = push(this.state.history, entryOf(document, label, merge));
    this.#travel(fitHistory(pushed, HISTORY_BYTES, tileBytes), before);
  }

  /** A change that is no step of its own: looking at another candidate. */
  amend(document: ArtDocument): void {
    this.set({ history: amend(this.state.history, document, newId()) });
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
    this.goTo(this.state.history.index - 1);
  }

  redo(): void {
    this.goTo(this.state.history.index + 1);
  }

  goTo(index: number): void {
    this.#travel(jump(this.state.history, index), this.document);
  }

  /** Takes over a document from storage, with its history. */
  restore(history: History<ArtDocument>, { target = null, ...kept }: Partial<KeptView>): void {
    this.set({ history, target });
    this.camera.restore(kept);
  }

  /** What `restore` takes to show the same again. */
  get kept(): KeptView {
    return { ...this.camera.kept, target: this.state.target };
  }

  /** Tiles that something besides the history needs: edits that wait for their turn. */
  reserved: () => Iterable<TileId> = () => [];

  /** Ids of all tiles that the history can bring back, and of those that are reserved. */
  usedTiles(): Set<TileId> {
    const used = new Set(this.reserved());
    for (const { state } of this.state.history.entries) for (const id of tileIds(state)) used.add(id);
    return used;
  }

  /** The edge that was pulled goes back; so does the view, where all it did since was to show what was pulled. */
  putBack(): void {
    this.set({ target: null, held: null });
    this.camera.goBack();
  }

  // What the camera does, for those who know the session.

  resize(window: Size, insets: Insets, uncover?: boolean): void {
    this.camera.resize(window, insets, uncover);
  }

  pan(dx: number, dy: number): void {
    this.camera.pan(dx, dy);
  }

  zoomBy(screen: Point, factor: number): void {
    this.camera.zoomBy(screen, factor);
  }

  showAll(): void {
    this.camera.showAll();
  }

  reveal(rect: Rect): void {
    this.camera.reveal(rect);
  }

  middle(): Point {
    return this.camera.middle();
  }

  /** Shows another present state. What was being prepared on the old one is over. */
  #travel(history: History<ArtDocument>, before: ArtDocument): void {
    if (history === this.state.history) return;
    const wasBlank = shownBounds(before) === null;
    this.camera.stay();
    this.set({ history, target: null, movingFrame: undefined });
    if (wasBlank && shownBounds(this.document) && this.camera.hasStage) this.camera.showAll();
  }
}
