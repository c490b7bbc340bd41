import type { Size } from '../../geometry/rect';
import type { Stroke } from '../mask/stroke';
import { TILE, tilePlace, tileRect, withTiles } from '../tiles';
import type { TileBytes, TileKey, TileMap } from '../tiles';
import type { TileStore } from '../tileStore';
import type { View } from '../view';
import { makeCanvas } from './canvas';
import { TilePyramid, snapped } from './pyramid';

/** How much of the accent lies over what is fully masked. */
const STRENGTH = 0.5;

/** The mask as a tint over the picture; a stroke that is being drawn shows before it belongs to the document. */
export class MaskLayer {
  #rgb: readonly [number, number, number] = [0, 0, 0];
  readonly #pyramid: TilePyramid;
  readonly #live = new Map<TileKey, { bytes: TileBytes; canvas: OffscreenCanvas }>();
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

  draw(
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
