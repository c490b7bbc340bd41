import type { Mask } from '../../protocol/rgbaImage';
import { TILE, tilesOf, tileRect } from '../tiles';
import type { TileBytes, TileKey, TileSource, TileMap } from '../tiles';
import { paintSegment, segmentRect } from './paint';
import type { Dab } from './paint';

/**
 * One brush stroke while it is drawn. It paints on a layer of its own, tile by tile; `shown` is the mask with that layer, for
 * the eye, and at the end for the document. Nothing of the document is written.
 */
export class Stroke {
  readonly #layer = new Map<TileKey, Mask>();
  readonly #shown = new Map<TileKey, TileBytes>();
  readonly #dirty = new Set<TileKey>();
  #last: Dab | null = null;

  constructor(
    private readonly base: TileMap,
    private readonly source: TileSource,
    readonly erase: boolean,
    private readonly softness: number,
  ) {}

  /** Goes on in a straight line to the next dab; the first one is a dot. */
  to(dab: Dab): void {
    const from = this.#last ?? dab;
    this.#last = dab;
    const rect = segmentRect(from, dab);
    for (const place of tilesOf(rect)) {
      let layer = this.#layer.get(place.key);
      if (!layer) {
        layer = { width: TILE, height: TILE, data: new Uint8Array(TILE * TILE) };
        this.#layer.set(place.key, layer);
      }
      paintSegment(layer, tileRect(place), from, dab, this.softness);
      this.#dirty.add(place.key);
    }
  }

  /** Mask tiles that the stroke has changed, as they look now. Tiles asked for before are given again, updated. */
  get shown(): ReadonlyMap<TileKey, TileBytes> {
    for (const key of this.#dirty) {
      const layer = this.#layer.get(key);
      if (layer) this.#shown.set(key, this.#merged(key, layer));
    }
    this.#dirty.clear();
    return this.#shown;
  }

  #merged(key: TileKey, layer: Mask): TileBytes {
    const id = this.base[key];
    const out = id === undefined ? new Uint8ClampedArray(TILE * TILE) : this.source(id).slice();
    for (let i = 0; i < out.length; i++) {
      const before = out[i] ?? 0;
      const value = layer.data[i] ?? 0;
      out[i] = this.erase ? Math.min(before, 255 - value) : Math.max(before, value);
    }
    return out;
  }
}
