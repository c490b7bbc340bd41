import { union } from '../geometry/rect';
import type { Rect, Size } from '../geometry/rect';
import { shownBounds } from './document';
import { presentDocument } from './editorState';
import type { EditorState } from './editorState';
import { Glide } from './glide';
import {
  centre,
  fitAll,
  isFree,
  isInSight,
  keepReachable,
  openMiddle,
  panBy,
  revealing,
  seenMiddle,
  stickyZoom,
  zoomAt,
} from './view';
import type { Insets, Point, View } from './view';

/** Two zooming movements farther apart than this many milliseconds are two. */
const ZOOM_PAUSE = 250;

/** What is kept of the view, to show the same again. */
export interface KeptCamera {
  view: View;
  /** The stage that the view was of, in CSS pixels. */
  window: Size;
  /** The view showed everything, and nobody had moved it. */
  fitted: boolean;
}

/** The store whose `view`, `window` and `insets` the camera alone changes. */
interface Store {
  readonly state: EditorState;
  set(change: Pick<EditorState, 'view'> | Pick<EditorState, 'window' | 'insets'>): void;
}

/** How the plane is looked at, and all the ways to look at it otherwise. */
export class Camera {
  readonly #glide: Glide;
  /** The view that shows everything, as long as nobody has moved it. */
  #fitted: View | null = null;
  /** Something lies over the picture that came when the view had to stay. */
  #owed = false;
  /** A view from storage that waits for the stage's size. */
  #kept: Partial<KeptCamera> | null = null;
  /** The zoom that fingers have reached, before it sticks to a stop. */
  #reached = { zoom: 1, at: -Infinity };

  constructor(private readonly store: Store) {
    this.#glide = new Glide(
      () => store.state.view,
      (view) => store.set({ view }),
    );
  }

  /** Whether the view may move smoothly by itself; never under reduced motion. */
  set mayGlide(may: () => boolean) {
    this.#glide.mayGlide = may;
  }

  /** The stage has been measured: there is something to show the picture in. */
  get hasStage(): boolean {
    const { width, height } = this.store.state.window;
    return width > 0 && height > 0;
  }

  get kept(): KeptCamera {
    const { view, window } = this.store.state;
    return { view, window, fitted: view === this.#fitted };
  }

  /** Shows what was kept, as far as it shows the artwork in this window, too; else everything. */
  restore(kept: Partial<KeptCamera>): void {
    this.#kept = kept;
    if (kept.view) this.store.set({ view: kept.view });
    if (this.hasStage) this.#settle();
  }

  #settle(): void {
    const { window } = this.store.state;
    const { view, window: of = window, fitted = false } = this.#kept ?? {};
    const all = everything(this.store.state);
    this.#kept = null;
    // What was in the middle of the window stays there.
    const moved = view && panBy(view, (window.width - of.width) / 2, (window.height - of.height) / 2);
    if (moved && all && !fitted && isInSight(all, moved, window)) this.store.set({ view: moved });
    else this.showAll();
  }

  /**
   * The stage has another size, or other panels float over it. The picture's place in the open part stays; where `uncover`
   * is true, a picture that no panel lay over moves as far as needed to be free of the new ones (also of those that came while it
   * was false), and one that was fitted into the open part is fitted anew. So is one that the view has followed by itself, when
   * the window changes.
   */
  resize(window: Size, insets: Insets, uncover = true): void {
    const before = this.store.state;
    if (!this.hasStage) {
      this.store.set({ window, insets });
      this.#settle();
      return;
    }
    const all = everything(before);
    const wasFree = all !== null && (this.#owed || isFree(all, before.view, before.window, before.insets));
    const turned = window.width !== before.window.width || window.height !== before.window.height;
    const wasFitted = before.view === this.#fitted || (turned && wasFree && this.#glide.cameTo(before.view));
    // Panels above and below come and go with what is done; the picture does not jump for them.
    const still = { top: 0, bottom: 0 };
    const from = openMiddle(before.window, { ...before.insets, ...still });
    const to = openMiddle(window, { ...insets, ...still });
    const moved = to.x !== from.x || to.y !== from.y;
    const view = moved ? panBy(before.view, to.x - from.x, to.y - from.y) : before.view;
    this.store.set({ window, insets, view });
    if (wasFitted) this.#fitted = view;
    const covered = wasFree && !isFree(all, view, window, insets);
    this.#owed = covered && !uncover;
    if (!uncover || before.held) return;
    if (wasFitted && (moved || covered)) this.showAll();
    else if (covered) this.reveal(all);
  }

  /** Moves the view by CSS pixels; some of the picture stays in the window. */
  pan(dx: number, dy: number): void {
    this.#look(panBy(this.store.state.view, dx, dy));
  }

  /** Multiplies the zoom at a point of the stage, sticking to round percentages a little. */
  zoomBy(screen: Point, factor: number, now = performance.now()): void {
    const fresh = now - this.#reached.at > ZOOM_PAUSE;
    const zoom = (fresh ? this.store.state.view.zoom : this.#reached.zoom) * factor;
    this.#reached = { zoom: Math.min(Math.max(zoom, 0.01), 100), at: now };
    this.#look(zoomAt(this.store.state.view, screen, stickyZoom(zoom)));
  }

  /** Zooms about the middle of the open part. */
  zoomTo(zoom: number): void {
    const { view, window, insets } = this.store.state;
    this.#look(zoomAt(view, openMiddle(window, insets), zoom));
  }

  /** Fits the artwork (and what it is to become) into the open part of the stage. */
  showAll(): void {
    const { window, insets } = this.store.state;
    this.#fitted = fitAll(this.#subject(), window, insets);
    this.store.set({ view: this.#fitted });
  }

  showActualSize(): void {
    const { window, insets } = this.store.state;
    this.store.set({ view: centre(this.#subject(), window, insets, 1) });
  }

  /** Moves the view no more than needed to see all of a rectangle in the open part of the stage; zooms out where it is too large. */
  reveal(rect: Rect): void {
    const { view, window, insets } = this.store.state;
    if (this.hasStage) this.#glide.to(revealing(rect, view, window, insets));
  }

  /** Moves the view by CSS pixels, smoothly where that may be. */
  glideBy(dx: number, dy: number): void {
    if (dx !== 0 || dy !== 0) this.#glide.to(panBy(this.store.state.view, dx, dy));
  }

  /** Goes back to before the view moved by itself, if nothing else has moved it since. */
  goBack(): void {
    this.#glide.back();
  }

  /** From here on there is no way back. */
  stay(): void {
    this.#glide.settle();
  }

  /** The plane's point in the middle of what is seen of the artwork; in that of the open part of the stage where nothing is. */
  middle(): Point {
    const { view, window, insets } = this.store.state;
    return seenMiddle(shownBounds(presentDocument(this.store.state)), view, window, insets);
  }

  /** All there is; on a bare plane, the place of the first picture. */
  #subject(): Rect {
    const { state } = this.store;
    return everything(state) ?? { x: 0, y: 0, ...state.model.native };
  }

  #look(view: View): void {
    const all = everything(this.store.state);
    this.store.set({ view: all ? keepReachable(view, all, this.store.state.window) : view });
  }
}

/** The artwork with what it is to become, as a rectangle of the plane; null where nothing is. */
export function everything(state: EditorState): Rect | null {
  const { target, forming } = state;
  if (forming?.alone) return forming.region;
  return [target, forming?.region ?? null].reduce(
    (all, more) => (all && more ? union(all, more) : (all ?? more)),
    shownBounds(presentDocument(state)),
  );
}
