import { countPasses } from '../geometry/draft';
import { neededRegion } from '../geometry/neededRegion';
import { contains, intersect, isEmpty } from '../geometry/rect';
import type { Rect, Size } from '../geometry/rect';
import { snapSide } from './sizes';
import type { ModelCard } from '../models/modelCard';

type SizeRule = ModelCard['size'];

/** What an expansion (or a frame over the picture's edge) sends to the engine. */
export interface PaintPlan {
  /** The part of the plane that is sent and comes back. */
  region: Rect;
  /** The model's window. */
  window: Size;
  /** Windows that are painted one after the other. */
  passes: number;
}

export function planExpansion(artwork: Rect, target: Rect, rule: SizeRule): PaintPlan {
  const window = { width: rule.native, height: rule.native };
  const region = neededRegion(artwork, target, window);
  return { region, window, passes: passesFor([intersect(artwork, region)], region, window, rule) };
}

/**
 * Painting what is unknown in a frame. A frame the model can do in one go, off the picture, gets a window of its own size; one that
 * lies wholly on the picture is painted over at once.
 */
export function planFrame(artwork: Rect | null, frame: Rect, rule: SizeRule): PaintPlan {
  if (artwork && contains(artwork, frame)) return { region: frame, window: variationSize(frame, rule), passes: 1 };
  const known = artwork ? intersect(artwork, frame) : { x: 0, y: 0, width: 0, height: 0 };
  const fits = frame.width <= rule.max && frame.height <= rule.max;
  const window =
    isEmpty(known) && fits
      ? { width: snapSide(frame.width, rule), height: snapSide(frame.height, rule) }
      : { width: rule.native, height: rule.native };
  return { region: frame, window, passes: passesFor(isEmpty(known) ? [] : [known], frame, window, rule) };
}

function passesFor(known: Rect[], target: Rect, window: Size, rule: SizeRule): number {
  return countPasses({ known, target, window, grid: rule.grid, minSide: rule.min });
}

/** The size at which the model paints a whole picture over: the picture's own where it can, else the nearest with its proportions. */
export function variationSize({ width, height }: Size, rule: SizeRule): Size {
  const scale = Math.min(1, rule.max / Math.max(width, height));
  const grown = Math.max(scale, rule.min / Math.min(width, height));
  return { width: snapSide(width * grown, rule), height: snapSide(height * grown, rule) };
}
