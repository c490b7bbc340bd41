import { isEmpty, union } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { newId } from '../platform/newId';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { shownTiles, withArtwork, withMask, withPicture } from './document';
import type { ArtDocument, Candidate } from './document';
import { planeChanges, readPlane, writePlane } from './plane';
import type { TileStore } from './tileStore';
import { idsIn } from './tiles';
import type { TileMap } from './tiles';

/** A document with an image as its artwork, its top left corner at the plane's origin. */
export async function startPicture(
  store: TileStore,
  image: RgbaImage,
  from: Pick<ArtDocument, 'request' | 'foreign' | 'origin'> = { request: null, foreign: null, origin: null },
): Promise<ArtDocument> {
  const bounds = { x: 0, y: 0, width: image.width, height: image.height };
  const source = await store.load([]);
  return withArtwork(writePlane({}, bounds, image.data, 4, source, store.keep), bounds, from);
}

/** Part of the picture as it is shown; alpha 0 where nothing is. */
export async function readRegion(store: TileStore, document: ArtDocument, region: Rect): Promise<RgbaImage> {
  const tiles = shownTiles(document);
  const source = await store.load(idsIn(tiles, region));
  return { width: region.width, height: region.height, data: readPlane(tiles, region, 4, source) };
}

/** The document with an image (as large as `region`) in place of that part of the picture. */
export async function writeRegion(
  store: TileStore,
  document: ArtDocument,
  region: Rect,
  image: RgbaImage,
): Promise<ArtDocument> {
  const source = await store.load(idsIn(document.tiles, region));
  const tiles = writePlane(document.tiles, region, image.data, 4, source, store.keep);
  return withPicture(document, tiles, region);
}

/** A result over the document's picture (not over what else is staged), waiting for a decision. */
export async function makeCandidate(
  store: TileStore,
  document: ArtDocument,
  region: Rect,
  image: RgbaImage,
  request: GenerationRequest,
): Promise<Candidate> {
  const source = await store.load(idsIn(document.tiles, region));
  const changes = planeChanges(document.tiles, region, image.data, 4, source, store.keep);
  return {
    id: newId(),
    changes: Object.fromEntries(changes),
    bounds: document.bounds && !isEmpty(document.bounds) ? union(document.bounds, region) : region,
    request,
  };
}

export async function readMask(store: TileStore, mask: TileMap, region: Rect): Promise<Mask> {
  const source = await store.load(idsIn(mask, region));
  const bytes = readPlane(mask, region, 1, source);
  return { width: region.width, height: region.height, data: new Uint8Array(bytes.buffer) };
}

export async function writeMask(
  store: TileStore,
  document: ArtDocument,
  region: Rect,
  mask: Mask,
): Promise<ArtDocument> {
  const source = await store.load(idsIn(document.mask, region));
  return withMask(document, writePlane(document.mask, region, mask.data, 1, source, store.keep));
}
