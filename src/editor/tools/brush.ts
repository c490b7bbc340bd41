import type { Tool, ToolContext, ToolEffect, ToolPointer } from './tool';

export const MIN_BRUSH = 1;
export const MAX_BRUSH = 1000;

/** The next size up (1) or down (-1): about a tenth, at least a pixel. */
export function nextBrushSize(size: number, direction: 1 | -1): number {
  const step = Math.max(1, Math.round(size * 0.1));
  return Math.min(MAX_BRUSH, Math.max(MIN_BRUSH, Math.round(size) + direction * step));
}

/** Paints the mask, or (`erase`) takes from it; a mouse with Alt does the opposite. */
export function createBrush(erase: boolean): Tool {
  let drawing = false;
  const radius = ({ kind, pressure }: ToolPointer, { brush }: ToolContext) =>
    (brush.size / 2) * (brush.pressure && kind === 'pen' ? Math.max(0.1, pressure) : 1);
  const to = (pointer: ToolPointer, context: ToolContext): ToolEffect => ({
    kind: 'strokeTo',
    x: pointer.x,
    y: pointer.y,
    radius: radius(pointer, context),
  });

  return {
    down(pointer, context): ToolEffect[] {
      drawing = true;
      const start: ToolEffect = {
        kind: 'strokeStart',
        erase: erase !== pointer.alt,
        softness: context.brush.softness,
      };
      return [start, to(pointer, context)];
    },
    move: (pointer, context): ToolEffect[] => (drawing ? [to(pointer, context)] : []),
    up(): ToolEffect[] {
      const was = drawing;
      drawing = false;
      return was ? [{ kind: 'strokeEnd' }] : [];
    },
    cancel(): ToolEffect[] {
      const was = drawing;
      drawing = false;
      return was ? [{ kind: 'strokeCancel' }] : [];
    },
    key: () => [],
    // The renderer draws the brush's own circle.
    cursor: () => 'none',
  };
}
