import { hasMask } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { maskRect } from '../editor/mask/edits';
import { readMask, readRegion } from '../editor/pictures';
import { cropAroundMask } from '../geometry/cropAroundMask';
import { covers, intersect, translate, union } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { unknownMask, zeroRects } from '../imaging/known';
import type { ModelCard } from '../models/modelCard';
import { OutpaneError } from '../protocol/errors';
import type { Edit, GenerationRequest, Intent } from '../protocol/generationRequest';
import type { Source } from '../protocol/messages';
import { session } from '../editor/editor';
import { expansionArea, planFrame, variationSize } from './editPlan';
import { toRequest, useSettings } from '../settings/settings';

/** Width of the fade between old and new, in picture pixels. */
const FADE = 16;
/** Of an expansion: things cut by the edge are continued, and few new ones appear. */
const EXPAND_STRENGTH = 0.7;

/** An edit that is ready to run: what the engine gets, and where on the plane its answer goes. */
export interface EditJob {
  request: GenerationRequest;
  /** None where a picture is made anew in the place of another. */
  source?: Source;
  intent: Intent;
  /** On the plane; the engine's picture has its size, whatever the model works at. */
  region: Rect;
}

/** Paints what the artwork lacks to fill `target`. */
export async function expandJob(document: ArtDocument, target: Rect, card: ModelCard): Promise<EditJob> {
  const { region, window } = expansionArea(document.bounds ?? target, target, card.size);
  return outpaintJob(document, region, window, card);
}

/** Paints what is unknown in the frame; where all of it is known, paints it over. */
export async function frameJob(
  document: ArtDocument,
  frame: Rect,
  strength: number,
  card: ModelCard,
): Promise<EditJob> {
  const image = await readRegion(session.tiles, document, frame);
  const known = zeroRects(unknownMask(image)).map((rect) => translate(rect, frame.x, frame.y));
  if (covers(known, frame)) return varyJob(document, frame, strength, card);
  return outpaintJob(document, frame, planFrame(known, frame, card.size).window, card);
}

async function outpaintJob(
  document: ArtDocument,
  region: Rect,
  window: { width: number; height: number },
  card: ModelCard,
): Promise<EditJob> {
  const image = await readRegion(session.tiles, document, region);
  const edit: Edit = { intent: 'expand', strength: EXPAND_STRENGTH, fade: FADE, region };
  return { request: requestFor('outpaint', edit, window, card), source: { image }, intent: 'expand', region };
}

/** Paints into what is masked. */
export async function maskJob(
  document: ArtDocument,
  intent: Exclude<Intent, 'expand'>,
  strength: number,
  card: ModelCard,
): Promise<EditJob> {
  const { bounds } = document;
  const masked = hasMask(document) ? await maskRect(session.tiles, document) : null;
  if (!bounds || !masked) {
    throw new OutpaneError({
      code: 'bad-request',
      message: 'Nothing is masked.',
      hint: 'The picture is unchanged. Paint over the place to change, then try again.',
    });
  }
  const whole = union(bounds, masked);
  const window = { width: card.size.native, height: card.size.native };
  // The engine crops around the mask in the same way; what it would not see need not be sent.
  const crop = cropAroundMask({ bounds: translate(masked, -whole.x, -whole.y), picture: whole, window });
  const region = union(intersect(translate(crop.rect, whole.x, whole.y), whole), masked);
  const [image, mask] = await Promise.all([
    readRegion(session.tiles, document, region),
    readMask(session.tiles, document.mask, region),
  ]);
  const edit: Edit = { intent, strength, fade: FADE, region };
  return { request: requestFor('inpaint', edit, window, card), source: { image, mask }, intent, region };
}

/** Paints a part of the picture over, starting from what is there. */
export async function varyJob(
  document: ArtDocument,
  region: Rect,
  strength: number,
  card: ModelCard,
): Promise<EditJob> {
  const image = await readRegion(session.tiles, document, region);
  const size = variationSize(region, card.size);
  const edit: Edit = { intent: 'vary', strength, fade: 0, region };
  return {
    request: requestFor('imageToImage', edit, size, card),
    source: { image },
    intent: 'vary',
    region,
  };
}

function requestFor(
  mode: GenerationRequest['mode'],
  edit: Edit,
  window: { width: number; height: number },
  card: ModelCard,
): GenerationRequest {
  // A variation is near a picture of its own; an edit has noise of its own.
  const settings = { ...useSettings.getState(), variation: null };
  return { ...toRequest(settings, card), mode, ...window, edit };
}
