import { isEmpty, outset, translate } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import { grow } from '../../imaging/grow';
import { maskBounds } from '../../imaging/known';
import { hasMask, withMask } from '../document';
import type { ArtDocument } from '../document';
import { readMask, writeMask } from '../pictures';
import { tileBounds, withTiles } from '../tiles';
import type { TileId, TileKey } from '../tiles';
import type { TileStore } from '../tileStore';
import type { Point } from '../view';
import { combine, polygonMask, shapeRect } from './paint';
import type { Stroke } from './stroke';

/** Adds a closed shape to the mask, or takes it away. */
export async function maskShape(
  store: TileStore,
  document: ArtDocument,
  points: readonly Point[],
  erase: boolean,
): Promise<ArtDocument> {
  const region = shapeRect(points);
  if (isEmpty(region)) return document;
  const base = await readMask(store, document.mask, region);
  return writeMask(store, document, region, combine(base, polygonMask(points, region), erase));
}

export function rectangleCorners(rect: Rect): Point[] {
  const { x, y, width, height } = rect;
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

export function clearMask(document: ArtDocument): ArtDocument {
  return hasMask(document) ? withMask(document, {}) : document;
}

/** Masks what was not and the other way round, within the artwork; outside it nothing is masked afterwards. */
export async function invertWithin(store: TileStore, document: ArtDocument): Promise<ArtDocument> {
  const region = document.bounds;
  if (!region) return document;
  const { width, height, data } = await readMask(store, document.mask, region);
  const inverted = { width, height, data: data.map((value) => 255 - value) };
  return writeMask(store, withMask(document, {}), region, inverted);
}

/** Grows the mask by a number of picture pixels on all sides; a negative number shrinks it. */
export async function growWithin(store: TileStore, document: ArtDocument, by: number): Promise<ArtDocument> {
  const covered = await maskRect(store, document);
  if (!covered || by === 0) return document;
  const region = outset(covered, Math.abs(by) + 1);
  const base = await readMask(store, document.mask, region);
  return writeMask(store, document, region, grow(base, by));
}

/** The smallest rectangle around everything masked, or null. */
export async function maskRect(store: TileStore, document: ArtDocument): Promise<Rect | null> {
  const tiles = tileBounds(document.mask);
  if (!tiles) return null;
  const covered = maskBounds(await readMask(store, document.mask, tiles));
  return isEmpty(covered) ? null : translate(covered, tiles.x, tiles.y);
}

/** The document's mask after a stroke. */
export function withStroke(store: TileStore, document: ArtDocument, stroke: Stroke): ArtDocument {
  const changes = new Map<TileKey, TileId | null>();
  for (const [key, bytes] of stroke.shown) {
    changes.set(key, bytes.some((value) => value > 0) ? store.keep(bytes) : null);
  }
  return withMask(document, withTiles(document.mask, changes));
}
