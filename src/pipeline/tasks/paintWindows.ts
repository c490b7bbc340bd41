import type { SamplerStep } from '../../diffusion/samplers/samplerPlan';
import type { PlannedPass, PassPlanRequest } from '../../geometry/planPasses';
import { intersect, type Rect } from '../../geometry/rect';
import { composeWindow } from '../../imaging/composeWindow';
import { crop } from '../../imaging/crop';
import { fillByEdge } from '../../imaging/fill';
import { unknownMask, zeroRects } from '../../imaging/known';
import type { ModelCard } from '../../models/modelCard';
import type { GenerationRequest } from '../../protocol/generationRequest';
import type { RgbaImage } from '../../protocol/rgbaImage';
import type { NoiseRequest } from '../steps/prepareLatents';
import { cellsToPixels, repaintCells } from './editPixels';
import { passSeed } from './passSeed';
import type { FinalTile, Pass } from './task';

/** What there is to plan where everything unknown in a picture is to become known. */
export function planFor(image: RgbaImage, request: GenerationRequest, { size }: ModelCard): PassPlanRequest {
  return {
    known: zeroRects(unknownMask(image)),
    target: { x: 0, y: 0, width: image.width, height: image.height },
    window: { width: request.width, height: request.height },
    grid: size.grid,
    minSide: size.min,
  };
}

/** A picture that grows by windows. */
export interface Growth {
  /** Painted in place. */
  canvas: RgbaImage;
  windows: readonly PlannedPass[];
  /** Place of the first of these windows among all passes of the picture, from 0. */
  first: number;
  /** Of the canvas's size, opaque: what the unknown places roughly look like; null where nobody knows. */
  draft: RgbaImage | null;
  /** The way in each window, from what it shows with noise of the level where the way begins. */
  plan: readonly SamplerStep[];
  /** The way from pure noise, for a window of which nothing is known. */
  whole: readonly SamplerStep[];
  /** Pixels of the canvas between old and new. */
  fade: number;
  /** A rectangle of the canvas on the plane. */
  toPlane(rect: Rect): Rect;
  /** Whether what is painted stays: then each window is a final tile. */
  final: boolean;
}

/** Paints a canvas's windows, each seeing those before it. `own` is the picture's own request. */
export function* paintWindows(
  card: ModelCard,
  own: GenerationRequest,
  growth: Growth,
): Generator<Pass | FinalTile, void, RgbaImage> {
  const { canvas, fade, toPlane } = growth;
  for (const [i, { window }] of growth.windows.entries()) {
    const before = crop(canvas, window);
    const mask = unknownMask(before);
    const cells = repaintCells(card, mask, fade);
    const shown = whatIsThere(growth, before, window, cells);
    const painted = yield {
      kind: 'pass',
      noise: noiseOf(own, growth.first + i, window),
      region: toPlane(window),
      plan: shown ? growth.plan : growth.whole,
      shown,
      repaint: { cells, mask },
    };
    const kept = cellsToPixels(cells, window, card.latents.factor, (cell) => 1 - cell);
    composeWindow(canvas, { window, painted, mask, kept, fade });
    const part = intersect(window, { x: 0, y: 0, width: canvas.width, height: canvas.height });
    if (growth.final) yield { kind: 'tile', image: crop(canvas, part), region: toPlane(part) };
  }
}

/** A window's picture, its unknown part from the draft or its edge repeated; null where nothing at all is known. */
function whatIsThere({ draft }: Growth, before: RgbaImage, window: Rect, cells: Float32Array): Pass['shown'] {
  if (draft) return () => fillByEdge(behind(before, crop(draft, window)));
  return cells.every((cell) => cell === 1) ? null : () => fillByEdge(before);
}

/** A picture with what it doesn't know taken from another of its size. */
function behind(image: RgbaImage, back: RgbaImage): RgbaImage {
  const data = image.data.slice();
  for (const [i, unknown] of unknownMask(image).data.entries())
    if (unknown) data.set(back.data.subarray(4 * i, 4 * i + 4), 4 * i);
  return { ...image, data };
}

function noiseOf({ seed, variation }: GenerationRequest, pass: number, { width, height }: Rect): NoiseRequest {
  return {
    width,
    height,
    seed: passSeed(seed, pass),
    variation: variation && { ...variation, seed: passSeed(variation.seed, pass) },
  };
}
