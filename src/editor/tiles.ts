import type { Rect } from '../geometry/rect';

/** Side of a tile in picture pixels. */
export const TILE = 256;

/** Bytes of a pixel: 4 for pictures (straight-alpha RGBA), 1 for masks. */
export type Channels = 1 | 4;

/** Names bytes that never change. */
export type TileId = string;

/** Place of a tile in the plane, "column,row": the tile covers x from column * TILE, y from row * TILE. */
export type TileKey = string;

/** What lies where; a place without an entry is unknown (alpha 0) or unmasked (0). Shared between documents, never written. */
export type TileMap = Readonly<Record<TileKey, TileId>>;

export type TileBytes = Uint8ClampedArray<ArrayBuffer>;

/** Looks up the bytes of a tile that the caller has made sure is in memory. */
export type TileSource = (id: TileId) => TileBytes;

export interface TilePlace {
  key: TileKey;
  column: number;
  row: number;
}

export function tileKey(column: number, row: number): TileKey {
  return `${column},${row}`;
}

export function tilePlace(key: TileKey): TilePlace {
  const comma = key.indexOf(',');
  return { key, column: Number(key.slice(0, comma)), row: Number(key.slice(comma + 1)) };
}

export function tileRect(place: { column: number; row: number }): Rect {
  return { x: place.column * TILE, y: place.row * TILE, width: TILE, height: TILE };
}

/** Places of all tiles that a rectangle touches, row by row. */
export function tilesOf(rect: Rect): TilePlace[] {
  if (rect.width <= 0 || rect.height <= 0) return [];
  const places: TilePlace[] = [];
  const lastColumn = Math.ceil((rect.x + rect.width) / TILE) - 1;
  const lastRow = Math.ceil((rect.y + rect.height) / TILE) - 1;
  for (let row = Math.floor(rect.y / TILE); row <= lastRow; row++) {
    for (let column = Math.floor(rect.x / TILE); column <= lastColumn; column++) {
      places.push({ key: tileKey(column, row), column, row });
    }
  }
  return places;
}

/** The tiles of `map` that a rectangle touches. */
export function idsIn(map: TileMap, rect: Rect): TileId[] {
  const ids: TileId[] = [];
  for (const { key } of tilesOf(rect)) {
    const id = map[key];
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** Smallest rectangle of whole tiles around everything in the map, or null when it is empty. */
export function tileBounds(map: TileMap): Rect | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const key of Object.keys(map)) {
    const { column, row } = tilePlace(key);
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  }
  if (left === Infinity) return null;
  return { x: left * TILE, y: top * TILE, width: (right - left) * TILE, height: (bottom - top) * TILE };
}

/** A map with some tiles changed; null takes a tile away. The same map where nothing differs. */
export function withTiles(map: TileMap, changes: ReadonlyMap<TileKey, TileId | null>): TileMap {
  let next: Record<TileKey, TileId> | null = null;
  for (const [key, id] of changes) {
    if (id === (map[key] ?? null)) continue;
    next ??= { ...map };
    if (id === null) delete next[key];
    else next[key] = id;
  }
  return next ?? map;
}

/** Whether two maps have the same tiles in the same places; also of maps that were read from storage apart. */
export function sameTiles(a: TileMap, b: TileMap): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
