import { flowSigmas } from '../diffusion/schedule';
import type { SamplerStep } from '../diffusion/samplers/samplerPlan';
import { cropAroundMask } from '../geometry/cropAroundMask';
import { isEmpty, translate } from '../geometry/rect';
import { composeWindow } from '../imaging/composeWindow';
import { crop, cropMask } from '../imaging/crop';
import { joinNear } from '../imaging/feather';
import { fillByEdge } from '../imaging/fill';
import { maskBounds, unknownMask } from '../imaging/known';
import { resize, resizeMask } from '../imaging/resize';
import { badRequest } from '../protocol/errors';
import type { GenerationRequest, Intent } from '../protocol/generationRequest';
import type { EngineEvent, Source } from '../protocol/messages';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { checkEdit, type CheckedEdit } from './checkEdit';
import { checkRequest } from './checkRequest';
import { cellsToPixels, clearMasked, hideKept, repaintCells } from './editPixels';
import { throwIfCancelled } from './eventLoop';
import type { Latents } from './latents';
import type { LoadedModel } from './loadModel';
import { pictureRequest } from './pictureRequest';
import type { PipelineOptions } from './pipelineOptions';
import { Previewer } from './preview';
import { Progress } from './progress';
import { decode } from './steps/decode';
import { encodeGuide } from './steps/encodeGuide';
import { encodePicture } from './steps/encodePicture';
import { paint } from './steps/paint';
import { noisyLatents, prepareNoise } from './steps/prepareLatents';
import { strengthPlan } from './strengthPlan';

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
 * Events and errors as outpaint, in one tile; the picture is the whole region.
 */
export async function* inpaint(
  model: LoadedModel,
  request: GenerationRequest,
  source: Source | undefined,
  { preview, signal, project }: PipelineOptions,
): AsyncGenerator<EngineEvent, void> {
  const began = performance.now();
  const { card } = model;
  const sampler = checkRequest(card, request);
  const edit = checkEdit(request, source);
  const recipe = recipeFor(edit.intent, edit.strength);
  const place = findPlace(edit, request);
  const { pictures } = request;
  if (recipe.strength === 0) {
    for (let index = 0; index < pictures; index++) {
      const image = { ...edit.image, data: edit.image.data.slice() };
      const timings = { total: (performance.now() - began) / 1000, steps: [], previews: 0 };
      yield { kind: 'picture', picture: { index, request: pictureRequest(request, index), image, timings } };
    }
    return;
  }
  const plan = strengthPlan(sampler.plan(flowSigmas(request.steps, card.schedule.shift)), recipe.strength);
  const steps = plan.length;
  const progress = new Progress(steps * pictures, () => model.measured.decodeSeconds ?? 0);

  throwIfCancelled(signal);
  yield { kind: 'phase', phase: 'encodingPrompt' };
  const guide = await encodeGuide(model, withoutIdleGuidance(request));
  yield { kind: 'phase', phase: 'encodingPicture' };
  const kept = await encodePicture(model, contentFor(recipe, place));
  const repaint = repaintCells(card, place.repaint, edit.fade);

  for (let index = 0; index < pictures; index++) {
    const own = pictureRequest(request, index);
    const noise = prepareNoise(card, own);
    const previewer = new Previewer(model, preview);
    yield { kind: 'phase', phase: 'denoising' };
    const painting = paint({
      model,
      start: startOf(plan, kept, noise),
      noise,
      plan,
      guide,
      conditioning: { repaint, kept: kept.data, project },
      signal,
      pass: { picture: index, pictures, tile: 1, tiles: 1, steps },
      progress,
      previewer,
      region: translate(place.rect, edit.region.x, edit.region.y),
    });
    const painted = yield* hideKept(painting, place.repaint);
    throwIfCancelled(signal);
    yield { kind: 'phase', phase: 'decoding' };
    const decoded = await decode(model, painted.latents);
    const { width, height } = place.rect;
    const shown = cellsToPixels(repaint, place.view, card.latents.factor, (cell) => 255 * (1 - cell));
    const back = resizeMask({ ...place.view, data: Uint8Array.from(shown) }, width, height);
    const canvas: RgbaImage = { ...edit.image, data: edit.image.data.slice() };
    composeWindow(canvas, {
      window: place.rect,
      painted: resize(decoded, width, height),
      mask: place.mask,
      kept: Float32Array.from(back.data, (value) => value / 255),
      fade: edit.fade,
    });
    const timings = { total: (performance.now() - began) / 1000, steps: painted.steps, previews: previewer.seconds };
    yield { kind: 'picture', picture: { index, request: own, image: canvas, timings } };
  }
}

/** The place of an edit, as the picture and as the model see it. */
interface Place {
  /** The crop, in the picture's pixels. */
  rect: { x: number; y: number; width: number; height: number };
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

/** Pure noise for the whole way, else what is there with noise of the level where the way begins. */
function startOf(plan: readonly SamplerStep[], clean: Latents, noise: Latents): Latents {
  const sigma = plan[0]?.from ?? 1;
  return sigma >= 1 ? noise : noisyLatents(clean, noise, sigma);
}

/** With both prompts alike (both empty, when something is removed), guidance changes nothing and would cost a second pass. */
function withoutIdleGuidance(request: GenerationRequest): GenerationRequest {
  return request.prompt.trim() === request.negativePrompt.trim() ? { ...request, guidanceScale: 1 } : request;
}
