import { flowSigmas } from '../diffusion/schedule';
import { planTiles, type Tile } from '../geometry/planTiles';
import { intersect, translate, type Rect } from '../geometry/rect';
import { composeWindow } from '../imaging/composeWindow';
import { crop } from '../imaging/crop';
import { fillByEdge } from '../imaging/fill';
import { unknownMask, zeroRects } from '../imaging/known';
import { maskToLatents } from '../imaging/maskToLatents';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, Source } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import { badRequest, checkRequest } from './checkRequest';
import { cellsToPixels, clearMasked, hideKept } from './editPixels';
import { checkEdit } from './checkEdit';
import { throwIfCancelled } from './eventLoop';
import type { LoadedModel } from './loadModel';
import { pictureRequest } from './pictureRequest';
import type { PipelineOptions } from './pipelineOptions';
import { Previewer } from './preview';
import { Progress } from './progress';
import { decode } from './steps/decode';
import type { Conditioning } from './steps/denoise';
import { encodeGuide } from './steps/encodeGuide';
import { encodePicture } from './steps/encodePicture';
import { paint } from './steps/paint';
import { prepareNoise } from './steps/prepareLatents';
import { tileSeed } from './tileSeed';

/**
 * Grows a picture: everything unknown in the source (alpha 0, or the mask where there is one) is painted, tile after tile, each
 * seeing those before it. Known pixels further than the edit's fade from a new one keep their bytes.
 *
 * Events: phases, steps (with tile and tiles) and previews; a `tile` for each one that is final, which outlives a later cancel; a `picture`
 * of the whole region for each candidate. Regions are on the plane. Throws `bad-request` before anything ran, then as textToImage.
 */
export async function* outpaint(
  model: LoadedModel,
  request: GenerationRequest,
  source: Source | undefined,
  { preview, signal, project }: PipelineOptions,
): AsyncGenerator<EngineEvent, void> {
  const began = performance.now();
  const { card } = model;
  const sampler = checkRequest(card, request);
  const edit = checkEdit(request, source);
  const start = edit.mask ? clearMasked(edit.image, edit.mask) : edit.image;
  const tiles = plan(start, request, model);
  const { pictures, steps } = request;
  const sigmas = sampler.plan(flowSigmas(steps, card.schedule.shift));
  const progress = new Progress(steps * pictures * tiles.length, () => model.measured.decodeSeconds ?? 0);

  throwIfCancelled(signal);
  yield { kind: 'phase', phase: 'encodingPrompt' };
  const guide = await encodeGuide(model, request);

  for (let index = 0; index < pictures; index++) {
    const own = pictureRequest(request, index);
    const canvas: RgbaImage = { ...start, data: start.data.slice() };
    const previewer = new Previewer(model, preview);
    const seconds: number[] = [];
    for (const [number, { window }] of tiles.entries()) {
      const before = crop(canvas, window);
      const mask = unknownMask(before);
      const repaint = maskToLatents(mask, card.latents.factor);
      yield { kind: 'phase', phase: 'encodingPicture' };
      const conditioning = await keep(model, before, repaint, project);
      const noise = prepareNoise(card, tileRequest(own, number, window));
      yield { kind: 'phase', phase: 'denoising' };
      const painting = paint({
        model,
        start: noise,
        noise,
        plan: sigmas,
        guide,
        conditioning,
        signal,
        pass: { picture: index, pictures, tile: number + 1, tiles: tiles.length, steps },
        progress,
        previewer,
        region: translate(window, edit.region.x, edit.region.y),
      });
      const painted = yield* hideKept(painting, mask);
      seconds.push(...painted.steps);
      throwIfCancelled(signal);
      yield { kind: 'phase', phase: 'decoding' };
      const decoded = await decode(model, painted.latents);
      const kept = cellsToPixels(repaint, window, card.latents.factor, (value) => 1 - value);
      composeWindow(canvas, { window, painted: decoded, mask, kept, fade: edit.fade });
      const part = intersect(window, { x: 0, y: 0, width: canvas.width, height: canvas.height });
      const region = translate(part, edit.region.x, edit.region.y);
      yield { kind: 'tile', picture: index, tile: number + 1, image: crop(canvas, part), region };
    }
    const timings = { total: (performance.now() - began) / 1000, steps: seconds, previews: previewer.seconds };
    yield { kind: 'picture', picture: { index, request: own, image: canvas, timings } };
  }
}

function plan(image: RgbaImage, request: GenerationRequest, { card }: LoadedModel): Tile[] {
  const tiles = planTiles({
    known: zeroRects(unknownMask(image)),
    target: { x: 0, y: 0, width: image.width, height: image.height },
    window: { width: request.width, height: request.height },
    grid: card.size.grid,
    minSide: card.size.min,
  });
  if (tiles.length === 0) throw badRequest('There is nothing to paint here.', 'Drag an edge outward, or paint a mask.');
  return tiles;
}

/** Conditioning on the known part of a window; undefined where nothing of it is known: that is text to image. */
async function keep(
  model: LoadedModel,
  before: RgbaImage,
  repaint: Float32Array,
  project: boolean | undefined,
): Promise<Conditioning | undefined> {
  if (repaint.every((value) => value === 1)) return undefined;
  const kept = await encodePicture(model, fillByEdge(before));
  return { repaint, kept: kept.data, project };
}

function tileRequest(own: GenerationRequest, tile: number, { width, height }: Rect): GenerationRequest {
  const { variation } = own;
  return {
    ...own,
    width,
    height,
    seed: tileSeed(own.seed, tile),
    variation: variation && { ...variation, seed: tileSeed(variation.seed, tile) },
  };
}
