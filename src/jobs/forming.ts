import { contains, equals } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import type { EngineEvent } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import type { Forming } from '../editor/editorState';
import { session } from '../editor/editor';

/** The picture that the running request is forming; null while none is. Also kept while the person looks at another one. */
let forming: Forming | null = null;
let shown = false;
let picture = 0;
/** What the request calls its region: of another size than the place on the plane where the model works at its own. */
let asked: Rect = { x: 0, y: 0, width: 1, height: 1 };

/**
 * A request begins that covers `region` on the plane and calls it `named` in its events; `alone` for a new picture, which
 * hides the one that lies there.
 */
export function beginForming(region: Rect, named: Rect, alone: boolean): void {
  asked = named;
  forming = { region, alone, tiles: [], sketches: [], preview: null, before: null, since: 0 };
  shown = true;
  picture = 0;
  session.set({ forming });
  const { bounds } = session.document;
  if (alone) session.showAll();
  // What is made beside the picture may be out of sight; what is made within it is where the person has just worked.
  else if (bounds && !contains(bounds, region)) session.reveal(region);
}

export function followForming(event: EngineEvent): void {
  if (!forming || (event.kind !== 'preview' && event.kind !== 'tile')) return;
  if (event.picture !== picture) {
    picture = event.picture;
    forming = { ...forming, tiles: [], sketches: [], preview: null, before: null };
  }
  const { image } = event;
  const region = onPlane(event.region, forming.region);
  const { tiles, sketches, preview } = forming;
  if (event.kind === 'tile') {
    forming = { ...forming, tiles: [...tiles, { image, region }], preview: null, before: null };
  } else {
    // The engine has gone on to another part: what was seen of the last one stays until that is final.
    const moved = preview && !equals(preview.region, region);
    forming = {
      ...forming,
      sketches: moved ? [...sketches, preview] : sketches,
      before: moved ? null : preview,
      preview: { image, region },
      since: performance.now(),
    };
  }
  if (shown) session.set({ forming });
}

function onPlane(region: Rect, to: Rect): Rect {
  const across = to.width / asked.width;
  const down = to.height / asked.height;
  return {
    x: to.x + (region.x - asked.x) * across,
    y: to.y + (region.y - asked.y) * down,
    width: region.width * across,
    height: region.height * down,
  };
}

/** A finished picture is the last look at it, until the next one of the run has a look of its own. */
export function finishForming(index: number, image: RgbaImage): void {
  followForming({ kind: 'preview', picture: index, step: 0, image, region: asked });
}

/** The stage shows what forms, or the document as it is meanwhile. */
export function showForming(show: boolean): void {
  shown = show;
  session.set({ forming: show ? forming : null });
  if (show && forming?.alone) session.showAll();
}

/** Parts of the forming picture that are final already. */
export const finishedTiles = (): Forming['tiles'] => forming?.tiles ?? [];

export function endForming(): void {
  forming = null;
  if (session.state.forming) session.set({ forming: null });
}
