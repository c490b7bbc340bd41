import { equals } from '../../geometry/rect';
import type { Rect, Size } from '../../geometry/rect';
import { shownBounds, shownTiles } from '../document';
import type { ArtDocument } from '../document';
import { activeFrame, presentDocument } from '../editorState';
import type { EditorState, Forming } from '../editorState';
import type { EditorSession } from '../session';
import type { TileMap } from '../tiles';
import type { View } from '../view';
import { CanvasCache } from './canvas';
import { Ground } from './ground';
import { LiveBand } from './liveBand';
import { drawBrush, drawGrips, drawOutline, drawRectMark, drawShade } from './marks';
import type { Marks } from './marks';
import { MaskLayer } from './maskLayer';
import type { Palette } from './palette';
import { TilePyramid, snapped } from './pyramid';

/** Milliseconds of a frame that may go into making tiles. */
const BUDGET = 8;
/** Milliseconds after the last movement when the picture is drawn the fine way. */
const SETTLE = 120;
/** How long one look at the forming picture takes to become the next. */
const FADE = 120;

/** Which canvas must be drawn again. */
interface Dirty {
  art: boolean;
  over: boolean;
}

/**
 * Draws the editor's state on two canvases: the picture and what lies under it, and the marks over it (which follow the
 * pointer, so that the picture is not drawn again for them). Reads the state, never writes it.
 */
export class Renderer {
  readonly #art: CanvasRenderingContext2D;
  readonly #over: CanvasRenderingContext2D;
  readonly #pictures: TilePyramid;
  readonly #mask: MaskLayer;
  readonly #band: LiveBand;
  readonly #ground = new Ground();
  readonly #images = new CanvasCache();
  /** The tiles that a document shows; the same map as long as the document is the same. */
  readonly #shown = new WeakMap<ArtDocument, TileMap>();
  #palette: Palette;
  #size: Size = { width: 0, height: 0 };
  #density = 1;
  #dirty: Dirty = { art: true, over: true };
  #frame = 0;
  /** performance.now() when the view or an edge moved last. */
  #movedAt = -Infinity;
  #settling: ReturnType<typeof setTimeout> | undefined;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly session: EditorSession,
    art: HTMLCanvasElement,
    over: HTMLCanvasElement,
    palette: Palette,
    /** False under reduced motion: looks change at once. */
    private readonly mayMove: () => boolean,
  ) {
    this.#art = contextOf(art);
    this.#over = contextOf(over);
    this.#palette = palette;
    const again = () => this.invalidate();
    this.#pictures = new TilePyramid(session.tiles, (bytes) => bytes, again, session.report);
    this.#mask = new MaskLayer(session.tiles, again, session.report);
    this.#band = new LiveBand(this.#pictures);
    this.#unsubscribe = session.subscribe((state, before) => this.#onChange(state, before));
    this.invalidate();
  }

  dispose(): void {
    this.#unsubscribe();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#settling);
  }

  setPalette(palette: Palette): void {
    this.#palette = palette;
    this.invalidate();
  }

  /** `size` in CSS pixels. Draws at once: a canvas whose size changes is empty until it is drawn. */
  resize(size: Size, density: number): void {
    this.#size = { width: Math.round(size.width * density), height: Math.round(size.height * density) };
    this.#density = density;
    for (const { canvas } of [this.#art, this.#over]) {
      canvas.width = this.#size.width;
      canvas.height = this.#size.height;
    }
    this.#dirty = { art: true, over: true };
    this.#draw();
  }

  invalidate(what: Partial<Dirty> = { art: true, over: true }): void {
    this.#dirty = { art: this.#dirty.art || what.art === true, over: this.#dirty.over || what.over === true };
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#draw);
  }

  #onChange(state: EditorState, before: EditorState): void {
    const differs = (...keys: (keyof EditorState)[]) => keys.some((key) => state[key] !== before[key]);
    const art = differs('history', 'view', 'target', 'forming');
    if (differs('view', 'target')) this.#move();
    const over =
      art || differs('tool', 'brush', 'movingFrame', 'outline', 'stroke') || (isBrush(state) && differs('pointer'));
    if (art || over) this.invalidate({ art, over });
  }

  /** While things move they are drawn the quick way; once they rest, the fine way. */
  #move(): void {
    this.#movedAt = performance.now();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.invalidate({ art: true }), SETTLE);
  }

  readonly #draw = () => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { state } = this.session;
    const { art, over } = this.#dirty;
    this.#dirty = { art: false, over: false };
    const deadline = performance.now() + BUDGET;
    const artDone = !art || this.#drawArt(state, deadline);
    const overDone = !over || this.#drawOver(state, deadline);
    if (!artDone || !overDone) this.invalidate({ art: !artDone, over: !overDone });
  };

  /** The view in device pixels. */
  #view({ view }: EditorState): View {
    const d = this.#density;
    return { x: view.x * d, y: view.y * d, zoom: view.zoom * d };
  }

  /** False when it must be drawn again soon. */
  #drawArt(state: EditorState, deadline: number): boolean {
    const context = this.#art;
    const document = presentDocument(state);
    const view = this.#view(state);
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    this.#ground.drawDots(context, view, this.#size, this.#palette, this.#density);
    const { forming, target } = state;
    let done = true;
    const bounds = forming?.alone ? null : shownBounds(document);
    if (bounds) {
      this.#checks(bounds, view);
      const tiles = this.#tiles(document);
      if (target && !equals(target, bounds)) this.#drawBand(tiles, bounds, target, view);
      const fine = performance.now() - this.#movedAt >= SETTLE;
      done = this.#pictures.draw(context, tiles, view, this.#size, deadline, fine);
    }
    return (!forming || this.#drawForming(forming, view)) && done;
  }

  #tiles(document: ArtDocument): TileMap {
    let tiles = this.#shown.get(document);
    if (!tiles) {
      tiles = shownTiles(document);
      this.#shown.set(document, tiles);
    }
    return tiles;
  }

  #checks(rect: Rect, view: View): void {
    this.#ground.drawChecks(this.#art, snapped(rect, view), this.#palette, this.#density);
  }

  #drawBand(tiles: TileMap, artwork: Rect, target: Rect, view: View): void {
    const context = this.#art;
    const { canvas, place } = this.#band.fill(tiles, artwork, target);
    const clip = snapped(target, view);
    const to = snapped(place, view);
    context.save();
    context.beginPath();
    context.rect(clip.x, clip.y, clip.width, clip.height);
    context.clip();
    context.imageSmoothingQuality = 'medium';
    context.drawImage(canvas, to.x, to.y, to.width, to.height);
    context.restore();
  }

  /** False while a look fades into the next. */
  #drawForming(forming: Forming, view: View): boolean {
    const context = this.#art;
    const place = snapped(forming.region, view);
    if (forming.alone) {
      context.fillStyle = this.#palette.paper;
      context.fillRect(place.x, place.y, place.width, place.height);
    }
    context.save();
    context.beginPath();
    context.rect(place.x, place.y, place.width, place.height);
    context.clip();
    context.imageSmoothingQuality = 'high';
    for (const part of [...forming.sketches, ...forming.tiles]) this.#drawPlaced(part, view);
    const t = this.mayMove() ? Math.min(1, (performance.now() - forming.since) / FADE) : 1;
    if (t < 1 && forming.before) this.#drawPlaced(forming.before, view);
    if (forming.preview) {
      context.globalAlpha = t;
      this.#drawPlaced(forming.preview, view);
    }
    context.restore();
    return t >= 1;
  }

  #drawPlaced({ image, region }: { image: Parameters<CanvasCache['get']>[0]; region: Rect }, view: View): void {
    const { x, y, width, height } = snapped(region, view);
    this.#art.drawImage(this.#images.get(image), x, y, width, height);
  }

  #drawOver(state: EditorState, deadline: number): boolean {
    const context = this.#over;
    const document = presentDocument(state);
    const view = this.#view(state);
    const marks: Marks = { context, view, density: this.#density, palette: this.#palette };
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    let done = true;
    const frame = activeFrame(state);
    // What does not count now is not shown: the frame is filled, whatever is masked.
    if (!state.forming && !document.staging && !frame) {
      this.#mask.colour(this.#palette.maskRgb);
      const stroke = state.stroke?.live ?? null;
      done = this.#mask.draw(context, document.mask, stroke, view, this.#size, this.#density, deadline);
    }
    if (state.forming && !state.forming.alone) drawRectMark(marks, state.forming.region, true);
    else if (state.target) drawRectMark(marks, state.target, true);
    if (frame) {
      drawShade(marks, frame, this.#size);
      drawRectMark(marks, frame, false);
      drawGrips(marks, frame);
    }
    if (state.outline) drawOutline(marks, state.outline);
    if (isBrush(state) && state.pointer) drawBrush(marks, state.pointer, state.brush.size / 2);
    return done;
  }
}

const isBrush = ({ tool }: EditorState) => tool === 'brush' || tool === 'eraser';

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No 2D canvas.');
  return context;
}
