import { intersect, isEmpty, union } from '../../geometry/rect';
import type { Rect, Size } from '../../geometry/rect';
import type { Stroke } from '../mask/stroke';
import { TILE, tilePlace, tileRect, withTiles } from '../tiles';
import type { TileBytes, TileKey, TileMap } from '../tiles';
import type { TileStore } from '../tileStore';
import type { View } from '../view';
import { makeCanvas } from './canvas';
import { TilePyramid, snapped } from './pyramid';

/** How much of the tint lies over what is fully masked. */
const STRENGTH = 0.55;

/** CSS pixels from one stripe to the next, along x and y. */
const STRIPE_STEP = 12;

/**
 * The mask as a tint over the picture, striped in light and dark, so that it shows on every colour, its own included. A stroke that is
 * being drawn shows before it belongs to the document.
 */
export class MaskLayer {
  #rgb: readonly [number, number, number] = [0, 0, 0];
  readonly #pyramid: TilePyramid;
  readonly #live = new Map<TileKey, { bytes: TileBytes; canvas: OffscreenCanvas }>();
  #stripes: { density: number; pattern: CanvasPattern | null } | null = null;
  #rest: { mask: TileMap; touched: number; map: TileMap } | null = null;

  constructor(store: TileStore, onReady: () => void, onError: (error: unknown) => void) {
    this.#pyramid = new TilePyramid(store, (bytes) => this.#tint(bytes), onReady, onError);
  }

  colour(rgb: readonly [number, number, number]): void {
    if (rgb.every((value, i) => value === this.#rgb[i])) return;
    this.#rgb = rgb;
    this.#pyramid.clear();
    this.#live.clear();
  }

  /** On an empty canvas: the stripes go wherever something is. Arguments as in `TilePyramid.draw`; `density` device pixels are a CSS pixel. */
  draw(
    context: CanvasRenderingContext2D,
    mask: TileMap,
    stroke: Stroke | null,
    view: View,
    window: Size,
    density: number,
    deadline: number,
  ): boolean {
    const done = this.#drawTint(context, mask, stroke, view, window, deadline);
    const places = [...Object.keys(mask), ...(stroke?.shown.keys() ?? [])];
    if (places.length > 0) this.#drawStripes(context, seenOf(places, view, window), view, density);
    return done;
  }

  #drawStripes(context: CanvasRenderingContext2D, at: Rect, view: View, density: number): void {
    if (this.#stripes?.density !== density) this.#stripes = { density, pattern: stripes(context, density) };
    const { pattern } = this.#stripes;
    if (!pattern || isEmpty(at)) return;
    // They move with the picture, and are as wide at every zoom.
    pattern.setTransform(new DOMMatrix([1, 0, 0, 1, Math.round(view.x), Math.round(view.y)]));
    context.globalCompositeOperation = 'source-atop';
    context.fillStyle = pattern;
    context.fillRect(at.x, at.y, at.width, at.height);
    context.globalCompositeOperation = 'source-over';
  }

  #drawTint(
    context: CanvasRenderingContext2D,
    mask: TileMap,
    stroke: Stroke | null,
    view: View,
    window: Size,
    deadline: number,
  ): boolean {
    const shown = stroke?.shown;
    if (!shown) {
      this.#live.clear();
      this.#rest = null;
      return this.#pyramid.draw(context, mask, view, window, deadline);
    }
    const done = this.#pyramid.draw(context, this.#without(mask, shown), view, window, deadline);
    for (const [key, bytes] of shown) {
      const { x, y, width, height } = snapped(tileRect(tilePlace(key)), view);
      context.drawImage(this.#liveTile(key, bytes), x, y, width, height);
    }
    return done;
  }

  /** The document's mask but for the tiles that the stroke has changed; the same map until it changes another one. */
  #without(mask: TileMap, shown: ReadonlyMap<TileKey, TileBytes>): TileMap {
    if (this.#rest?.mask !== mask || this.#rest.touched !== shown.size) {
      const map = withTiles(mask, new Map([...shown.keys()].map((key) => [key, null])));
      this.#rest = { mask, touched: shown.size, map };
    }
    return this.#rest.map;
  }

  #liveTile(key: TileKey, bytes: TileBytes): OffscreenCanvas {
    const known = this.#live.get(key);
    if (known?.bytes === bytes) return known.canvas;
    const canvas = known?.canvas ?? makeCanvas(TILE, TILE)[0];
    canvas.getContext('2d')?.putImageData(new ImageData(this.#tint(bytes), TILE, TILE), 0, 0);
    this.#live.set(key, { bytes, canvas });
    return canvas;
  }

  #tint(bytes: TileBytes): TileBytes {
    const [r, g, b] = this.#rgb;
    const out = new Uint8ClampedArray(TILE * TILE * 4);
    for (let i = 0; i < bytes.length; i++) {
      const value = bytes[i] ?? 0;
      if (value === 0) continue;
      out[4 * i] = r;
      out[4 * i + 1] = g;
      out[4 * i + 2] = b;
      out[4 * i + 3] = value * STRENGTH;
    }
    return out;
  }
}

/** The part of the window in which tiles lie. */
function seenOf(keys: readonly TileKey[], view: View, window: Size): Rect {
  const all = keys.map((key) => tileRect(tilePlace(key))).reduce(union);
  return intersect(snapped(all, view), { x: 0, y: 0, ...window });
}

/** Rising lines, a light one beside a dark one. */
function stripes(context: CanvasRenderingContext2D, density: number): CanvasPattern | null {
  const side = Math.round(STRIPE_STEP * density);
  const [tile, line] = makeCanvas(side, side);
  line.lineWidth = density;
  for (const [offset, colour] of [
    [0, 'oklch(1 0 0 / 0.8)'],
    [1.5 * density, 'oklch(0.2 0 0 / 0.8)'],
  ] as const) {
    line.strokeStyle = colour;
    line.beginPath();
    // Thrice, so that the corners of the tile have their part of it.
    for (const shift of [-side, 0, side]) {
      line.moveTo(offset + shift - side, 2 * side);
      line.lineTo(offset + shift + 2 * side, -side);
    }
    line.stroke();
  }
  return context.createPattern(tile, 'repeat');
}
