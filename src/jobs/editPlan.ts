import { countPasses } from '../geometry/draft';
import { neededRegion } from '../geometry/neededRegion';
import { covers } from '../geometry/rect';
import type { Rect, Size } from '../geometry/rect';
import { snapSide } from '../settings/sizes';
import type { ModelCard } from '../models/modelCard';

type SizeRule = ModelCard['size'];

/** What an expansion (or a frame over the picture's edge) sends to the engine. */
interface PaintArea {
  /** The part of the plane that is sent and comes back. */
  region: Rect;
  /** The model's window. */
  window: Size;
}

export interface PaintPlan extends PaintArea {
  /** Windows that are painted one after the other. */
  passes: number;
}

export function expansionArea(artwork: Rect, target: Rect, rule: SizeRule): PaintArea {
  const window = { width: rule.native, height: rule.native };
  return { region: neededRegion(artwork, target, window), window };
}

/** `known`: what is known of the area's region, as `zeroRects` gives it. */
export function planExpansion(known: readonly Rect[], { region, window }: PaintArea, rule: SizeRule): PaintPlan {
  return { region, window, passes: passesFor(known, region, window, rule) };
}

/**
 * Painting what is unknown in a frame, given what is `known` of it (as `zeroRects` gives it). A frame the model can do in one go,
 * off the picture, gets a window of its own size; one of which all is known is painted over at once.
 */
export function planFrame(known: readonly Rect[], frame: Rect, rule: SizeRule): PaintPlan {
  if (covers(known, frame)) return { region: frame, window: variationSize(frame, rule), passes: 1 };
  const fits = frame.width <= rule.max && frame.height <= rule.max;
  const window =
    known.length === 0 && fits
      ? { width: snapSide(frame.width, rule), height: snapSide(frame.height, rule) }
      : { width: rule.native, height: rule.native };
  return { region: frame, window, passes: passesFor(known, frame, window, rule) };
}

function passesFor(known: readonly Rect[], target: Rect, window: Size, rule: SizeRule): number {
  return countPasses({ known, target, window, grid: rule.grid, minSide: rule.min });
}

/** The size at which the model paints a whole picture over: the picture's own where it can, else the nearest with its proportions. */
export function variationSize({ width, height }: Size, rule: SizeRule): Size {
  const scale = Math.min(1, rule.max / Math.max(width, height));
  const grown = Math.max(scale, rule.min / Math.min(width, height));
  return { width: snapSide(width * grown, rule), height: snapSide(height * grown, rule) };
}
