import * as v from 'valibot';
import { bottom, isEmpty, right, union } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { editSchema, generationRequestSchema, rectSchema } from '../protocol/generationRequest';
import type { GenerationRequest } from '../protocol/generationRequest';
import { pictureSettingsSchema } from '../protocol/pictureSettings';
import { TILE, withTiles } from './tiles';
import type { TileId, TileKey, TileMap } from './tiles';

const tileMapSchema = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^-?\d{1,5},-?\d{1,5}$/)), v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
  v.readonly(),
);

/** A result that has not been decided on: the tiles it would change, over the document's own. */
const candidateSchema = v.object({
  id: v.string(),
  /** A null takes a tile away. */
  changes: v.record(v.string(), v.nullable(v.string())),
  /** Of the artwork, were it accepted. */
  bounds: rectSchema,
  request: generationRequestSchema,
});

const stagingSchema = v.object({
  intent: editSchema.entries.intent,
  /** What the results cover. */
  region: rectSchema,
  candidates: v.pipe(v.array(candidateSchema), v.minLength(1)),
  /** 0 shows the picture as it was before; k shows candidate k - 1. */
  shown: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/**
 * An unbounded plane with the artwork on it. Immutable and serialisable: every edit makes a new document that shares
 * the unchanged tiles with the old one, so that undo is going back to an old document.
 */
export const artDocumentSchema = v.object({
  version: v.literal(1),
  /** Picture tiles: straight-alpha RGBA. */
  tiles: tileMapSchema,
  /** The artwork; null while the plane is empty. */
  bounds: v.nullable(rectSchema),
  /** Mask tiles: one byte a pixel, 255 = repaint. */
  mask: tileMapSchema,
  /** Where a generation off the picture's edges goes; null while there is none. */
  frame: v.nullable(rectSchema),
  /** What made the picture that the artwork began as, as far as known: an expansion goes on with its prompt. */
  request: v.nullable(generationRequestSchema),
  /** The same where another tool made that picture and wrote into it how. */
  foreign: v.optional(v.nullable(pictureSettingsSchema), null),
  /** The edit that was accepted last: what made the artwork as it is. Null while nothing has been edited. */
  lastEdit: v.optional(v.nullable(generationRequestSchema), null),
  /** The kept result that the artwork still is, unchanged; null once it was edited or when it came from elsewhere. */
  origin: v.nullable(v.string()),
  /** The result that the artwork was kept as when its last edit was accepted; the next such one takes its place. */
  keptAs: v.optional(v.nullable(v.string()), null),
  staging: v.nullable(stagingSchema),
});

export type ArtDocument = v.InferOutput<typeof artDocumentSchema>;
export type Candidate = v.InferOutput<typeof candidateSchema>;
export type Staging = v.InferOutput<typeof stagingSchema>;

export function emptyDocument(): ArtDocument {
  return {
    version: 1,
    tiles: {},
    bounds: null,
    mask: {},
    frame: null,
    request: null,
    foreign: null,
    lastEdit: null,
    origin: null,
    keptAs: null,
    staging: null,
  };
}

/** Every tile that a document needs: picture, mask and all candidates. */
export function tileIds(document: ArtDocument): Set<TileId> {
  const ids = new Set([...Object.values(document.tiles), ...Object.values(document.mask)]);
  for (const { changes } of document.staging?.candidates ?? []) {
    for (const id of Object.values(changes)) if (id !== null) ids.add(id);
  }
  return ids;
}

/** Bytes of the tiles that some documents refer to, unpacked, each counted once. */
export function tileBytes(documents: ArtDocument[]): number {
  const pictures = new Set<TileId>();
  const masks = new Set<TileId>();
  for (const document of documents) {
    for (const id of tileIds(document)) pictures.add(id);
    for (const id of Object.values(document.mask)) masks.add(id);
  }
  for (const id of masks) pictures.delete(id);
  return TILE * TILE * (4 * pictures.size + masks.size);
}

/** What there is besides the picture itself that a new picture starts without. */
export function withArtwork(
  tiles: TileMap,
  bounds: Rect,
  from: Pick<ArtDocument, 'request' | 'foreign' | 'origin'>,
): ArtDocument {
  return { ...emptyDocument(), tiles, bounds, ...from };
}

/** The document with part of the picture replaced; the artwork grows to hold `region`. */
export function withPicture(document: ArtDocument, tiles: TileMap, region: Rect): ArtDocument {
  return { ...document, tiles, bounds: document.bounds ? union(document.bounds, region) : region, origin: null };
}

export function withMask(document: ArtDocument, mask: TileMap): ArtDocument {
  return mask === document.mask ? document : { ...document, mask };
}

export function withFrame(document: ArtDocument, frame: Rect | null): ArtDocument {
  const same = frame && document.frame ? sameRect(frame, document.frame) : frame === document.frame;
  return same ? document : { ...document, frame };
}

const sameRect = (a: Rect, b: Rect) => a.x === b.x && a.y === b.y && right(a) === right(b) && bottom(a) === bottom(b);

/** What the stage shows: the artwork with the shown candidate over it. */
export function shownTiles(document: ArtDocument): TileMap {
  const candidate = shownCandidate(document);
  return candidate ? withTiles(document.tiles, changesOf(candidate)) : document.tiles;
}

export function shownBounds(document: ArtDocument): Rect | null {
  return shownCandidate(document)?.bounds ?? document.bounds;
}

export function shownCandidate({ staging }: ArtDocument): Candidate | null {
  return staging?.candidates[staging.shown - 1] ?? null;
}

/** What made the picture that is shown, as far as known. */
export function shownRequest(document: ArtDocument): ArtDocument['request'] {
  return shownCandidate(document)?.request ?? document.lastEdit ?? document.request;
}

/** The prompt of the whole picture, which an expansion goes on with; null where it is not known. */
export function picturePrompt({ request, foreign }: ArtDocument): string | null {
  if (request && !isForPart(request)) return request.prompt;
  return foreign?.prompt || null;
}

/** What another tool wrote about the picture that is shown, as long as it is the one that was opened. */
export function shownForeign(document: ArtDocument): ArtDocument['foreign'] {
  return shownRequest(document) ? null : document.foreign;
}

/** The words for the picture that is shown. */
export function shownWords(document: ArtDocument): string {
  const words = shownCandidate(document)?.request.prompt ?? picturePrompt(document) ?? shownRequest(document)?.prompt;
  return words?.trim() ?? '';
}

/** Whether the prompt says what is to be in one place, and nothing about the picture around it. */
const isForPart = ({ edit }: GenerationRequest) => edit?.intent === 'fill' || edit?.intent === 'replace';

function changesOf(candidate: Candidate): Map<TileKey, TileId | null> {
  return new Map(Object.entries(candidate.changes));
}

/**
 * Adds a result to those waiting for a decision. The first of a batch (`index` 0) is shown, since it was just asked for; the later
 * ones only to whoever looks at the newest, so that a person who has gone on to another one, or to the picture as it was, stays there.
 * Results of another region than those waiting take their place: they belong to another edit.
 */
export function stage(
  document: ArtDocument,
  edit: Pick<Staging, 'intent' | 'region'>,
  candidate: Candidate,
  index = 0,
): ArtDocument {
  const { staging } = document;
  if (!staging || staging.intent !== edit.intent || !sameRect(staging.region, edit.region)) {
    return { ...document, staging: { ...edit, candidates: [candidate], shown: 1 } };
  }
  const candidates = [...staging.candidates, candidate];
  const follows = index === 0 || staging.shown === staging.candidates.length;
  return { ...document, staging: { ...staging, candidates, shown: follows ? candidates.length : staging.shown } };
}

/** Shows the next (1) or previous (-1) one in the round of "before" and all candidates. */
export function cycle(document: ArtDocument, by: number): ArtDocument {
  const { staging } = document;
  if (!staging) return document;
  const count = staging.candidates.length + 1;
  return show(document, (((staging.shown + by) % count) + count) % count);
}

export function show(document: ArtDocument, shown: number): ArtDocument {
  const { staging } = document;
  if (!staging || staging.shown === shown || shown < 0 || shown > staging.candidates.length) return document;
  return { ...document, staging: { ...staging, shown } };
}

/** The shown candidate becomes part of the picture, and the mask that it filled is gone. "Before" keeps the picture as it is. */
export function accept(document: ArtDocument): ArtDocument {
  const candidate = shownCandidate(document);
  if (!candidate) return discard(document);
  const clearsMask = candidate.request.mode === 'inpaint';
  return {
    ...document,
    tiles: shownTiles(document),
    bounds: candidate.bounds,
    mask: clearsMask ? {} : document.mask,
    request: document.request ?? (document.foreign || isForPart(candidate.request) ? null : candidate.request),
    lastEdit: candidate.request,
    origin: null,
    staging: null,
  };
}

/** The picture as it was before the results came. */
export function discard(document: ArtDocument): ArtDocument {
  return document.staging ? { ...document, staging: null } : document;
}

/** Takes the shown candidate out of those waiting and shows the one after it. */
export function dropShown(document: ArtDocument): ArtDocument {
  const { staging } = document;
  if (!staging || staging.shown === 0) return document;
  const candidates = staging.candidates.toSpliced(staging.shown - 1, 1);
  if (candidates.length === 0) return discard(document);
  return { ...document, staging: { ...staging, candidates, shown: Math.min(staging.shown, candidates.length) } };
}

export function hasMask(document: ArtDocument): boolean {
  return Object.keys(document.mask).length > 0;
}

export function isBlank(document: ArtDocument): boolean {
  return document.bounds === null || isEmpty(document.bounds);
}

/** Whether the picture is as its request made it, so that noise near its own gives pictures near it. */
export function canVaryNoise({ request, bounds, origin }: ArtDocument): boolean {
  if (request?.mode !== 'textToImage' || origin === null || bounds === null) return false;
  return request.width === bounds.width && request.height === bounds.height;
}
