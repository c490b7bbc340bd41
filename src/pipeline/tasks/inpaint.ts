import { cropAroundMask } from '../../geometry/cropAroundMask';
import { isEmpty, translate, type Rect } from '../../geometry/rect';
import { composeWindow } from '../../imaging/composeWindow';
import { crop, cropMask } from '../../imaging/crop';
import { joinNear } from '../../imaging/feather';
import { fillByEdge } from '../../imaging/fill';
import { maskBounds, unknownMask } from '../../imaging/known';
import { resize, resizeMask } from '../../imaging/resize';
import type { ModelCard } from '../../models/modelCard';
import { badRequest } from '../../protocol/errors';
import type { GenerationRequest, Intent } from '../../protocol/generationRequest';
import type { Mask, RgbaImage } from '../../protocol/rgbaImage';
import { checkEdit, type CheckedEdit } from './checkEdit';
import { cellsToPixels, clearMasked, repaintCells } from './editPixels';
import { strengthPlan } from './strengthPlan';
import { unchanged, type TaskMaker } from './task';

/** How each intent starts. */
interface Recipe {
  /** What the model is shown in the mask before it begins: the old content, nothing (its edge repeated), or what lies beside it. */
  inside: 'old' | 'nothing' | 'surroundings';
  /** Part of the way from noise that is walked. */
  strength: number;
}

/** Enough to make a place of a fill, too little to invent a new thing in it. */
const REMOVE_STRENGTH = 0.5;
/** What lies beside a thing at the same height is more likely behind it, too, than what lies above or below. */
const SIDEWAYS = 4;
/** Pixels of the model's view around a mask that may still show the thing's soft edge. */
const EDGE = 6;

function recipeFor(intent: Intent, strength: number): Recipe {
  switch (intent) {
    case 'replace':
    case 'expand':
      return { inside: 'nothing', strength: 1 };
    case 'remove':
      return { inside: 'surroundings', strength: REMOVE_STRENGTH };
    case 'fill':
    case 'vary':
      return { inside: 'old', strength };
  }
}

/**
 * Repaints a masked place of a picture (the source's mask; without one, what is unknown). The model sees a crop around the mask in its own
 * window, shrunk or enlarged where the sizes differ, and what it paints is put back through the mask. By intent: `fill` paints on
 * what is there, by the edit's strength; `vary` the same (strength 0 changes nothing); `replace` keeps nothing of it, not even a trace through the encoder; `remove`
 * goes on with what surrounds it, for which the prompt may be empty. Pixels outside mask and fade keep their bytes.
 *
 * One pass; the picture is the whole region.
 */
export const inpaint: TaskMaker = ({ card, request, source, whole }) => {
  const edit = checkEdit(request, source);
  const recipe = recipeFor(edit.intent, edit.strength);
  const place = findPlace(edit, request);
  if (recipe.strength === 0) return unchanged(edit.image);
  const plan = strengthPlan(whole, recipe.strength);
  const cells = repaintCells(card, place.repaint, edit.fade);
  const region = translate(place.rect, edit.region.x, edit.region.y);
  const shown = () => contentFor(recipe, place);
  return {
    passes: 1,
    steps: plan.length,
    guidedBy: withoutIdleGuidance(request),
    *paint(own) {
      const repaint = { cells, mask: place.repaint };
      const painted = yield { kind: 'pass', noise: own, region, plan, shown, repaint };
      return putBack(painted, edit, place, keptPixels(card, cells, place));
    },
  };
};

/** The place of an edit, as the picture and as the model see it. */
interface Place {
  /** The crop, in the picture's pixels. */
  rect: Rect;
  /** The mask in the crop, at the picture's size. */
  mask: Mask;
  /** The crop at the model's size. */
  view: RgbaImage;
  /** What the model repaints, at its size: the mask, and what is unknown or outside the picture. */
  repaint: Mask;
}

function findPlace({ image, mask }: CheckedEdit, { width, height }: GenerationRequest): Place {
  const whole = mask ?? unknownMask(image);
  const bounds = maskBounds(whole);
  if (isEmpty(bounds)) throw badRequest('Nothing is selected.', 'Paint a mask over the place to change.');
  const { rect } = cropAroundMask({ bounds, picture: image, window: { width, height } });
  const here = cropMask(whole, rect, 0);
  const view = resize(crop(image, rect), width, height);
  const repaint = resizeMask(here, width, height);
  const unknown = unknownMask(view);
  for (let i = 0; i < repaint.data.length; i++) if (unknown.data[i]) repaint.data[i] = 255;
  return { rect, mask: here, view, repaint };
}

/** The crop as it is encoded: opaque, and in the mask what the recipe wants the model to begin with. */
function contentFor({ inside }: Recipe, { view, repaint }: Place): RgbaImage {
  if (inside === 'old') return fillByEdge(view);
  if (inside === 'nothing') return fillByEdge(clearMasked(view, repaint));
  return fillByEdge(clearMasked(view, joinNear(repaint, EDGE)), SIDEWAYS);
}

/** How much of each of the crop's pixels, at the picture's size, the model was to keep. */
function keptPixels({ latents }: ModelCard, cells: Float32Array, { view, rect }: Place): Float32Array {
  const shown = cellsToPixels(cells, view, latents.factor, (cell) => 255 * (1 - cell));
  const back = resizeMask({ ...view, data: Uint8Array.from(shown) }, rect.width, rect.height);
  return Float32Array.from(back.data, (value) => value / 255);
}

/** The picture with what was painted in the crop, at the model's size, put into it through the mask. */
function putBack(
  painted: RgbaImage,
  { image, fade }: CheckedEdit,
  { rect, mask }: Place,
  kept: Float32Array,
): RgbaImage {
  const canvas: RgbaImage = { ...image, data: image.data.slice() };
  composeWindow(canvas, { window: rect, painted: resize(painted, rect.width, rect.height), mask, kept, fade });
  return canvas;
}

/** With both prompts alike (both empty, when something is removed), guidance changes nothing and would cost a second pass. */
function withoutIdleGuidance(request: GenerationRequest): GenerationRequest {
  return request.prompt.trim() === request.negativePrompt.trim() ? { ...request, guidanceScale: 1 } : request;
}
