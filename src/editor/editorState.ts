import type { Handle } from '../geometry/expand';
import type { Rect, Size } from '../geometry/rect';
import { newId } from '../platform/newId';
import type { RgbaImage } from '../protocol/rgbaImage';
import { STARTER } from '../protocol/starter';
import { present, startHistory } from './history';
import type { History } from './history';
import { emptyDocument, shownBounds } from './document';
import type { ArtDocument } from './document';
import type { Stroke } from './mask/stroke';
import type { Brush, ToolContext, ToolName } from './tools/tool';
import type { Insets, Point, View } from './view';

/** A picture that has a place on the plane but is not part of the document. */
export interface PlacedImage {
  image: RgbaImage;
  region: Rect;
}

/** What is being generated, as far as it can be seen. */
export interface Forming {
  /** All that the running request covers. */
  region: Rect;
  /** It is a new picture, not a part of the one that lies there. */
  alone: boolean;
  /** Parts that are final, in the order they came. */
  tiles: readonly PlacedImage[];
  /** Last looks at other parts, which lie under those that are final. */
  sketches: readonly PlacedImage[];
  /** The part being worked on, and what stood there one step ago (for the cross-fade). */
  preview: PlacedImage | null;
  before: PlacedImage | null;
  /** Milliseconds of `performance.now()` when the preview came. */
  since: number;
}

export type SaveState = 'saved' | 'saving' | 'failed';

/** Everything the editor shows. Immutable: each change makes a new one. */
export interface EditorState {
  readonly history: History<ArtDocument>;
  readonly tool: ToolName;
  readonly brush: Brush;
  readonly view: View;
  /** Of the stage, in CSS pixels. */
  readonly window: Size;
  readonly insets: Insets;
  /** What the artwork is to become by the expansion being prepared, or null. */
  readonly target: Rect | null;
  /** The handle that a pointer holds. */
  readonly held: Handle | null;
  /** A frame while it is being moved; undefined when it rests and the document's counts. */
  readonly movingFrame: Rect | null | undefined;
  /** A selection while it is being drawn. */
  readonly outline: readonly Point[] | null;
  /** A stroke while it is being drawn; a new object whenever it has gone on. */
  readonly stroke: { readonly live: Stroke } | null;
  /** Where the pointer hovers on the stage, in CSS pixels, for the brush's circle. */
  readonly pointer: Point | null;
  readonly cursor: string;
  readonly forming: Forming | null;
  readonly model: ToolContext['model'];
  readonly saveState: SaveState;
}

export function initialState(): EditorState {
  return {
    history: startHistory(entryOf(emptyDocument(), 'New picture')),
    tool: 'hand',
    brush: { size: 48, softness: 0.3, pressure: true },
    view: { x: 0, y: 0, zoom: 1 },
    window: { width: 0, height: 0 },
    insets: { top: 0, right: 0, bottom: 0, left: 0 },
    target: null,
    held: null,
    movingFrame: undefined,
    outline: null,
    stroke: null,
    pointer: null,
    cursor: 'default',
    forming: null,
    model: limitsOf(STARTER.size),
    saveState: 'saved',
  };
}

/** What a model can do, as its card says it, in the editor's form. All in picture pixels. */
export function limitsOf(size: Record<'native' | 'grid' | 'min' | 'max', number>): ToolContext['model'] {
  const { native, grid, min, max } = size;
  return { native: { width: native, height: native }, grid, minSide: min, maxSide: max };
}

export function entryOf(state: ArtDocument, label: string, merge?: string) {
  return { id: newId(), label, at: Date.now(), state, merge };
}

export const presentDocument = (state: EditorState): ArtDocument => present(state.history).state;

export const shownFrame = (state: EditorState): Rect | null =>
  state.movingFrame === undefined ? presentDocument(state).frame : state.movingFrame;

/** The frame while it is in the hand, and what Generate fills; null otherwise. */
export function activeFrame(state: EditorState): Rect | null {
  const isFree = state.tool === 'frame' && !state.target && !state.forming?.alone && !presentDocument(state).staging;
  return isFree ? shownFrame(state) : null;
}

export function toolContext(state: EditorState): ToolContext {
  const document = presentDocument(state);
  return {
    // What waits for a decision must be decided first: its edges can't be pulled.
    artwork: document.staging || state.forming ? null : shownBounds(document),
    target: state.target,
    frame: shownFrame(state),
    model: state.model,
    zoom: state.view.zoom,
    brush: state.brush,
  };
}
