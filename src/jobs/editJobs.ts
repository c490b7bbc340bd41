import { hasMask } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { maskRect } from '../editor/mask/edits';
import { readMask, readRegion } from '../editor/pictures';
import { cropAroundMask } from '../geometry/cropAroundMask';
import { covers, intersect, translate, union } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { unknownMask, zeroRects } from '../imaging/known';
import type { ModelCard } from '../models/modelCard';
import { badRequest } from '../protocol/errors';
import type { Edit, GenerationRequest, Intent } from '../protocol/generationRequest';
import type { Source } from '../protocol/messages';
import { session } from '../editor/editor';
import { expansionArea, planFrame, variationSize } from './editPlan';
import type { EditWork } from './job';
import { toRequest } from '../settings/settings';
import type { Settings } from '../settings/settings';

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

/** What an edit's pixels and settings are, whatever it does with them. */
interface Base {
  document: ArtDocument;
  settings: Settings;
  card: ModelCard;
}

/** Makes an edit ready for the engine. Rejects with an OutpaneError where what it starts from is not there any more. */
export function readyEdit({ base, settings, order }: EditWork, card: ModelCard): Promise<EditJob> {
  const from = { document: base, settings, card };
  switch (order.kind) {
    case 'expand':
      return expandJob(from, order.target);
    case 'frame':
      return frameJob(from, order.frame, order.strength);
    case 'mask':
      return maskJob(from, order.intent, order.strength);
    case 'vary':
      return varyJob(from, order.region, order.strength);
    case 'near':
      return Promise.resolve({ request: order.request, intent: 'vary', region: order.region });
  }
}

function expandJob(from: Base, target: Rect): Promise<EditJob> {
  const { region, window } = expansionArea(from.document.bounds ?? target, target, from.card.size);
  return outpaintJob(from, region, window);
}

async function frameJob(from: Base, frame: Rect, strength: number): Promise<EditJob> {
  const image = await readRegion(session.tiles, from.document, frame);
  const known = zeroRects(unknownMask(image)).map((rect) => translate(rect, frame.x, frame.y));
  if (covers(known, frame)) return varyJob(from, frame, strength);
  return outpaintJob(from, frame, planFrame(known, frame, from.card.size).window);
}

async function outpaintJob(from: Base, region: Rect, window: { width: number; height: number }): Promise<EditJob> {
  const image = await readRegion(session.tiles, from.document, region);
  const edit: Edit = { intent: 'expand', strength: EXPAND_STRENGTH, fade: FADE, region };
  return { request: requestFor(from, 'outpaint', edit, window), source: { image }, intent: 'expand', region };
}

async function maskJob(from: Base, intent: Exclude<Intent, 'expand'>, strength: number): Promise<EditJob> {
  const { document, card } = from;
  const { bounds } = document;
  const masked = hasMask(document) ? await maskRect(session.tiles, document) : null;
  if (!bounds || !masked) {
    throw badRequest('Nothing is masked.', 'The picture is unchanged. Paint over the place to change, then try again.');
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
  return { request: requestFor(from, 'inpaint', edit, window), source: { image, mask }, intent, region };
}

async function varyJob(from: Base, region: Rect, strength: number): Promise<EditJob> {
  const image = await readRegion(session.tiles, from.document, region);
  const size = variationSize(region, from.card.size);
  const edit: Edit = { intent: 'vary', strength, fade: 0, region };
  return {
    request: requestFor(from, 'imageToImage', edit, size),
    source: { image },
    intent: 'vary',
    region,
  };
}

function requestFor(
  { settings, card }: Base,
  mode: GenerationRequest['mode'],
  edit: Edit,
  window: { width: number; height: number },
): GenerationRequest {
  return { ...toRequest(settings, card), mode, ...window, edit };
}
