import { canVaryNoise } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { equals } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import { MAX_SEED } from '../protocol/generationRequest';
import type { GenerationRequest } from '../protocol/generationRequest';
import { randomSeed } from '../settings/settings';
import type { Settings } from '../settings/settings';
import type { EditMode } from './editMode';
import type { EditOrder } from './job';

/** An edit as it is asked for: what it does, what the history calls it, and what it sets for itself. */
export interface AskedEdit {
  order: EditOrder;
  label: string;
  /** Settings of its own, over the person's. */
  own?: Pick<Settings, 'seed' | 'pictures'>;
}

/** How far an edit goes, 0..1. */
interface Strengths {
  fill: number;
  vary: number;
  variations: number;
}

/** What Generate means in an edit's mode, on the document as it is; null where nothing is prepared for it. */
export function editFor(
  mode: Exclude<EditMode, 'generate'>,
  document: ArtDocument,
  target: Rect | null,
  strength: Strengths,
): AskedEdit | null {
  const { frame, bounds, mask } = document;
  switch (mode) {
    case 'expand':
      return target && { order: { kind: 'expand', target }, label: 'Expand' };
    case 'frame':
      return frame && { order: { kind: 'frame', frame, strength: strength.vary }, label: 'Frame' };
    case 'vary':
      if (Object.keys(mask).length > 0) return masked('vary', strength.vary, 'Vary');
      return bounds && { order: { kind: 'vary', region: bounds, strength: strength.vary }, label: 'Vary' };
    case 'fill':
      return masked('fill', strength.fill, 'Fill');
    case 'replace':
      return masked('replace', 1, 'Replace');
    case 'remove':
      return masked('remove', 1, 'Remove');
    case 'more':
      return another(document, strength);
  }
}

const masked = (
  intent: Extract<EditOrder, { kind: 'mask' }>['intent'],
  strength: number,
  label: string,
): AskedEdit => ({ order: { kind: 'mask', intent, strength }, label });

/** Another candidate for the same place, with the seed after the highest so far. */
function another(document: ArtDocument, strength: Strengths): AskedEdit | null {
  const { staging } = document;
  const first = staging?.candidates[0];
  if (!staging || !first) return null;
  const { region } = staging;
  const label = 'More';
  if (!first.request.edit) {
    return first.request.variation ? { order: near(first.request, region, 1, strength), label } : null;
  }
  const highest = Math.max(...staging.candidates.map(({ request }) => request.seed));
  const own = { seed: highest < MAX_SEED ? highest + 1 : 0, pictures: 1 };
  return { order: sameAgain(document, first.bounds, region, first.request), label, own };
}

function sameAgain(
  { bounds: artwork, frame }: ArtDocument,
  bounds: Rect,
  region: Rect,
  { mode, edit }: GenerationRequest,
): EditOrder {
  const strength = edit?.strength ?? 1;
  if (mode === 'imageToImage') return { kind: 'vary', region, strength };
  if (mode !== 'outpaint') {
    const intent = edit?.intent ?? 'fill';
    return { kind: 'mask', intent: intent === 'expand' ? 'fill' : intent, strength };
  }
  if (!artwork) return { kind: 'frame', frame: region, strength };
  // An expansion covers its bounds; a frame covers only itself.
  const framed = frame !== null && equals(frame, region);
  return framed ? { kind: 'frame', frame: region, strength: 1 } : { kind: 'expand', target: bounds };
}

/** Candidates for the whole picture with noise near its own; null where it can't be made again. */
export function variationsOf(document: ArtDocument, pictures: number, strength: Strengths): AskedEdit | null {
  const { request, bounds } = document;
  if (!request || !bounds || !canVaryNoise(document)) return null;
  return { order: near(request, bounds, Math.max(2, pictures), strength), label: 'Variations' };
}

function near(request: GenerationRequest, region: Rect, pictures: number, { variations }: Strengths): EditOrder {
  const variation = { seed: randomSeed(), strength: variations };
  return { kind: 'near', region, request: { ...request, pictures, variation } };
}
