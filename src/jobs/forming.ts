import { equals } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import type { EngineEvent } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import type { Forming, PlacedImage } from '../editor/editorState';

/** One look at the picture, or a part of it that is final. */
type Look = Extract<EngineEvent, { kind: 'preview' | 'tile' }>;

/** What a running job is making, as far as it can be seen. Immutable. */
export interface FormingPicture {
  /** Place in the request: 0 .. pictures - 1. What is seen belongs to this one. */
  picture: number;
  /** Those that are finished. */
  finished: readonly number[];
  /** What the request calls its region: of another size than the place on the plane where the model works at its own. */
  asked: Rect;
  /** On the plane, in picture pixels. */
  seen: Forming;
}

/**
 * A request begins that covers `region` on the plane and calls it `asked` in its events; `alone` for a new picture, which
 * hides the one that lies there.
 */
export function beginForming(region: Rect, asked: Rect, alone: boolean): FormingPicture {
  const seen = { region, alone, tiles: [], sketches: [], preview: null, before: null, since: 0 };
  return { picture: 0, finished: [], asked, seen };
}

/** `now` in milliseconds of `performance.now()`. */
export function withLook(forming: FormingPicture, look: Look, now: number): FormingPicture {
  const anew = look.picture !== forming.picture;
  const seen = anew ? { ...forming.seen, tiles: [], sketches: [], preview: null, before: null } : forming.seen;
  const placed = { image: look.image, region: onPlane(look.region, forming) };
  const next = look.kind === 'tile' ? withTile(seen, placed) : withPreview(seen, placed, now);
  return { ...forming, picture: look.picture, seen: next };
}

const withTile = (seen: Forming, tile: PlacedImage): Forming => ({
  ...seen,
  tiles: [...seen.tiles, tile],
  preview: null,
  before: null,
});

function withPreview(seen: Forming, preview: PlacedImage, since: number): Forming {
  const { preview: last, sketches } = seen;
  // The engine has gone on to another part: what was seen of the last one stays until that is final.
  const moved = last && !equals(last.region, preview.region);
  return {
    ...seen,
    sketches: moved ? [...sketches, last] : sketches,
    before: moved ? null : last,
    preview,
    since,
  };
}

/** A finished picture is the last look at it, until the next one of the run has a look of its own. */
export function withFinished(forming: FormingPicture, index: number, image: RgbaImage, now: number): FormingPicture {
  const look: Look = { kind: 'preview', picture: index, step: 0, image, region: forming.asked };
  return { ...withLook(forming, look, now), finished: [...forming.finished, index] };
}

/** Final parts of a picture that is not finished; those of a finished one are in it. */
export function loosePartsOf({ picture, finished, seen }: FormingPicture): readonly PlacedImage[] {
  return finished.includes(picture) ? [] : seen.tiles;
}

function onPlane(region: Rect, { asked, seen }: FormingPicture): Rect {
  const to = seen.region;
  const across = to.width / asked.width;
  const down = to.height / asked.height;
  return {
    x: to.x + (region.x - asked.x) * across,
    y: to.y + (region.y - asked.y) * down,
    width: region.width * across,
    height: region.height * down,
  };
}
