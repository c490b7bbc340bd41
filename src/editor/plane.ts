import type { Rect } from '../geometry/rect';
import { TILE, tileRect, tilesOf, withTiles } from './tiles';
import type { Channels, TileBytes, TileId, TileKey, TileMap, TileSource } from './tiles';

/** Keeps bytes that will never be written again and gives them a name. */
export type TileSink = (bytes: TileBytes) => TileId;

/** Where one tile and a rectangle overlap, in both their own coordinates. */
interface Overlap {
  tileX: number;
  tileY: number;
  rectX: number;
  rectY: number;
  width: number;
  height: number;
}

function overlapOf(tile: Rect, rect: Rect): Overlap {
  const left = Math.max(tile.x, rect.x);
  const top = Math.max(tile.y, rect.y);
  return {
    tileX: left - tile.x,
    tileY: top - tile.y,
    rectX: left - rect.x,
    rectY: top - rect.y,
    width: Math.min(tile.x + TILE, rect.x + rect.width) - left,
    height: Math.min(tile.y + TILE, rect.y + rect.height) - top,
  };
}

/** Bytes of a rectangle of the plane, rows from the top; 0 where nothing is. */
export function readPlane(map: TileMap, rect: Rect, channels: Channels, source: TileSource): TileBytes {
  const out = new Uint8ClampedArray(rect.width * rect.height * channels);
  for (const place of tilesOf(rect)) {
    const id = map[place.key];
    if (id === undefined) continue;
    const bytes = source(id);
    const o = overlapOf(tileRect(place), rect);
    for (let y = 0; y < o.height; y++) {
      const from = ((o.tileY + y) * TILE + o.tileX) * channels;
      out.set(bytes.subarray(from, from + o.width * channels), ((o.rectY + y) * rect.width + o.rectX) * channels);
    }
  }
  return out;
}

function sameBytes(a: Uint8ClampedArray, b: Uint8ClampedArray): boolean {
  // Whole words: comparing a tile byte by byte would take four times as long.
  const wordsA = new Uint32Array(a.buffer, a.byteOffset, a.byteLength >> 2);
  const wordsB = new Uint32Array(b.buffer, b.byteOffset, b.byteLength >> 2);
  for (let i = 0; i < wordsA.length; i++) if (wordsA[i] !== wordsB[i]) return false;
  return true;
}

/** Nothing to see: no alpha at all (pictures), no coverage at all (masks). */
function isBlank(bytes: Uint8ClampedArray, channels: Channels): boolean {
  for (let i = channels - 1; i < bytes.length; i += channels) if (bytes[i] !== 0) return false;
  return true;
}

/**
 * Which tiles change when `data` (rows from the top, `rect` in size) replaces a rectangle of the plane. Tiles whose bytes
 * stay equal keep their name, and blank ones disappear: an edit that changes nothing gives an empty map.
 */
export function planeChanges(
  map: TileMap,
  rect: Rect,
  data: Uint8ClampedArray | Uint8Array,
  channels: Channels,
  source: TileSource,
  keep: TileSink,
): Map<TileKey, TileId | null> {
  const changes = new Map<TileKey, TileId | null>();
  for (const place of tilesOf(rect)) {
    const id = map[place.key];
    const before = id === undefined ? null : source(id);
    const bytes = before ? before.slice() : new Uint8ClampedArray(TILE * TILE * channels);
    const o = overlapOf(tileRect(place), rect);
    for (let y = 0; y < o.height; y++) {
      const from = ((o.rectY + y) * rect.width + o.rectX) * channels;
      bytes.set(data.subarray(from, from + o.width * channels), ((o.tileY + y) * TILE + o.tileX) * channels);
    }
    if (before && sameBytes(before, bytes)) continue;
    if (!isBlank(bytes, channels)) changes.set(place.key, keep(bytes));
    else if (before) changes.set(place.key, null);
  }
  return changes;
}

/** The map after `data` replaced a rectangle of the plane. */
export function writePlane(
  map: TileMap,
  rect: Rect,
  data: Uint8ClampedArray | Uint8Array,
  channels: Channels,
  source: TileSource,
  keep: TileSink,
): TileMap {
  return withTiles(map, planeChanges(map, rect, data, channels, source, keep));
}
