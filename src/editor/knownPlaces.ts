import { intersect, isEmpty, translate } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { isAllKnown, unionOf, unknownMask, zeroRects } from '../imaging/known';
import { TILE, tileRect, tilesOf } from './tiles';
import type { TileBytes, TileId, TileMap } from './tiles';
import type { TileStore } from './tileStore';

/** Tiles that are unpacked at a time to be looked through. */
const BATCH = 32;

const WHOLE: readonly Rect[] = [{ x: 0, y: 0, width: TILE, height: TILE }];

/**
 * Which pixels of a picture are known. Each tile is looked through once, since its bytes never change, and what was
 * found is kept as long as the store has the tile.
 */
export class KnownPlaces {
  /** By tile, in its own coordinates; without overlap. */
  readonly #of = new Map<TileId, readonly Rect[]>();

  constructor(private readonly store: TileStore) {}

  /** What is known of a region, in the form of `zeroRects`; null while some of its tiles have not been looked through. */
  within(map: TileMap, region: Rect): Rect[] | null {
    const found: Rect[] = [];
    for (const place of tilesOf(region)) {
      const id = map[place.key];
      if (id === undefined) continue;
      const rects = this.#of.get(id);
      if (!rects) return null;
      const { x, y } = tileRect(place);
      for (const rect of rects) found.push(intersect(translate(rect, x, y), region));
    }
    return unionOf(found.filter((rect) => !isEmpty(rect)));
  }

  /** Looks through the region's tiles. Rejects as `TileStore.load` does. */
  async learn(map: TileMap, region: Rect): Promise<void> {
    const ids = tilesOf(region)
      .map(({ key }) => map[key])
      .filter((id): id is TileId => id !== undefined && !this.#of.has(id));
    for (let i = 0; i < ids.length; i += BATCH) {
      const batch = ids.slice(i, i + BATCH);
      const source = await this.store.load(batch);
      for (const id of batch) this.#of.set(id, knownOf(source(id)));
    }
    if (ids.length > 0) this.#forget();
  }

  #forget(): void {
    for (const id of this.#of.keys()) if (!this.store.has(id)) this.#of.delete(id);
  }
}

function knownOf(data: TileBytes): readonly Rect[] {
  const tile = { width: TILE, height: TILE, data };
  // The first is the largest, and lies over others.
  return isAllKnown(tile) ? WHOLE : zeroRects(unknownMask(tile)).slice(1);
}
