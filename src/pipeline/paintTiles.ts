import type { SamplerStep } from '../diffusion/samplers/samplerPlan';
import type { Tile, TilePlanRequest } from '../geometry/planTiles';
import { intersect, type Rect } from '../geometry/rect';
import { composeWindow } from '../imaging/composeWindow';
import { crop } from '../imaging/crop';
import { fillByEdge } from '../imaging/fill';
import { unknownMask, zeroRects } from '../imaging/known';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent } from '../protocol/messages';
import type { Mask, RgbaImage } from '../protocol/rgbaImage';
import { cellsToPixels, hideKept, repaintCells } from './editPixels';
import { throwIfCancelled } from './eventLoop';
import type { LoadedModel } from './loadModel';
import type { Previewer } from './preview';
import type { Progress } from './progress';
import { decode } from './steps/decode';
import { encodePicture } from './steps/encodePicture';
import { paint } from './steps/paint';
import type { Guide } from './steps/predict';
import { noisyLatents, prepareNoise } from './steps/prepareLatents';
import { tileSeed } from './tileSeed';

/** What there is to plan where everything unknown in a picture is to become known. */
export function planFor(image: RgbaImage, request: GenerationRequest, { card }: LoadedModel): TilePlanRequest {
  return {
    known: zeroRects(unknownMask(image)),
    target: { x: 0, y: 0, width: image.width, height: image.height },
    window: { width: request.width, height: request.height },
    grid: card.size.grid,
    minSide: card.size.min,
  };
}

export interface TileJob {
  model: LoadedModel;
  /** Of this one picture. */
  request: GenerationRequest;
  /** Painted in place. */
  canvas: RgbaImage;
  tiles: readonly Tile[];
  /** Of the canvas's size, opaque: what the unknown places roughly look like; null where nobody knows. */
  draft: RgbaImage | null;
  /** The way that each tile walks, from what it shows with noise of the level where the way begins. */
  plan: readonly SamplerStep[];
  /** The way from pure noise, for a tile of which nothing is known. */
  whole: readonly SamplerStep[];
  prompt: Guide;
  fade: number;
  project?: boolean;
  signal?: AbortSignal;
  progress: Progress;
  previewer: Previewer;
  /** Place of the first of these tiles among all of the picture, from 0, and how many those are. */
  offset: number;
  total: number;
  pictures: number;
  index: number;
  /** A rectangle of the canvas on the plane. */
  toPlane(rect: Rect): Rect;
  /** Whether what is painted stays: `tile` events are sent. */
  final: boolean;
}

/** Paints a canvas's tiles, each seeing those before it, as events. Returns the seconds of all steps. */
export async function* paintTiles(job: TileJob): AsyncGenerator<EngineEvent, number[]> {
  const { model, canvas, signal } = job;
  const { factor } = model.card.latents;
  const seconds: number[] = [];
  for (const [i, { window }] of job.tiles.entries()) {
    const number = job.offset + i;
    const before = crop(canvas, window);
    const mask = unknownMask(before);
    const repaint = repaintCells(model.card, mask, job.fade);
    const noise = prepareNoise(model.card, tileRequest(job.request, number, window));

    yield { kind: 'phase', phase: 'encodingPicture' };
    const known = await encodeKnown(job, before, window, repaint);
    const plan = known ? job.plan : job.whole;
    const sigma = plan[0]?.from ?? 1;
    yield { kind: 'phase', phase: 'denoising' };
    const painting = paint({
      model,
      start: known && sigma < 1 ? noisyLatents(known, noise, sigma) : noise,
      noise,
      plan,
      guide: job.prompt,
      conditioning: known && { repaint, kept: known.data, project: job.project },
      signal,
      pass: { picture: job.index, pictures: job.pictures, tile: number + 1, tiles: job.total, steps: plan.length },
      progress: job.progress,
      previewer: job.previewer,
      region: job.toPlane(window),
    });
    const painted = yield* hideKept(painting, mask);
    seconds.push(...painted.steps);
    throwIfCancelled(signal);

    yield { kind: 'phase', phase: 'decoding' };
    const decoded = await decode(model, painted.latents);
    const kept = cellsToPixels(repaint, window, factor, (cell) => 1 - cell);
    composeWindow(canvas, { window, painted: decoded, mask, kept, fade: job.fade });
    const part = intersect(window, { x: 0, y: 0, width: canvas.width, height: canvas.height });
    if (job.final) {
      const image = crop(canvas, part);
      yield { kind: 'tile', picture: job.index, tile: number + 1, image, region: job.toPlane(part) };
    }
  }
  return seconds;
}

/** A window's latents, its unknown part from the draft or its edge repeated; undefined where nothing at all is known. */
async function encodeKnown({ model, draft }: TileJob, before: RgbaImage, window: Rect, repaint: Float32Array) {
  if (draft) return encodePicture(model, fillByEdge(behind(before, crop(draft, window))));
  if (repaint.every((cell) => cell === 1)) return undefined;
  return encodePicture(model, fillByEdge(before));
}

/** A picture with what it doesn't know taken from another of its size. */
function behind(image: RgbaImage, back: RgbaImage): RgbaImage {
  const data = image.data.slice();
  const unknown: Mask = unknownMask(image);
  for (let i = 0; i < unknown.data.length; i++)
    if (unknown.data[i]) data.set(back.data.subarray(4 * i, 4 * i + 4), 4 * i);
  return { ...image, data };
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
