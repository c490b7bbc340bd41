import type { Size } from '../geometry/rect';
import type { ModelCard } from '../models/modelCard';

type SizeRule = ModelCard['size'];

/** The nearest side in pixels that the model can do. */
export function snapSide(side: number, rule: SizeRule): number {
  const min = Math.ceil(rule.min / rule.grid) * rule.grid;
  const max = Math.floor(rule.max / rule.grid) * rule.grid;
  return Math.min(max, Math.max(min, Math.round(side / rule.grid) * rule.grid));
}

/** The size in pixels that the model can do with these proportions, as near as its limits and its grid let it come. */
export function fitSize({ width, height }: Size, rule: SizeRule): Size {
  const grown = Math.max(1, rule.min / Math.min(width, height));
  const scale = Math.min(grown, rule.max / Math.max(width, height));
  return { width: snapSide(width * scale, rule), height: snapSide(height * scale, rule) };
}

/** Whether a picture of this size is so far from what the model was trained on that it will look worse. */
export function isFarFromNative(width: number, height: number, rule: SizeRule): boolean {
  const area = (width * height) / rule.native ** 2;
  const longest = Math.max(width, height) / rule.native;
  return area > 1.6 || area < 0.7 || longest > 1.6;
}

/** "3:2 wide" and its like: shapes with about the native area, each on the model's grid. */
export function presetSizes(rule: SizeRule): { label: string; width: number; height: number }[] {
  const shape = (label: string, ratio: number) => ({
    label,
    width: snapSide(rule.native * Math.max(1, ratio), rule),
    height: snapSide(rule.native * Math.max(1, 1 / ratio), rule),
  });
  return [shape('Square', 1), shape('Landscape', 1.5), shape('Portrait', 1 / 1.5), shape('Wide', 2)];
}
