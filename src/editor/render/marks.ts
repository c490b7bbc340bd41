import type { Rect, Size } from '../../geometry/rect';
import type { Point, View } from '../view';
import { snapped } from './pyramid';
import type { Palette } from './palette';

/** Lines that lie over the picture. All in device pixels; `density` is how many of them a CSS pixel has. */
interface Marks {
  context: CanvasRenderingContext2D;
  view: View;
  density: number;
  palette: Palette;
}

/** A line that shows on light and on dark: white below, the accent above. */
function twoTone({ context, density, palette }: Marks, dash: number[]): void {
  context.lineWidth = 3 * density;
  context.setLineDash([]);
  context.strokeStyle = 'oklch(1 0 0 / 0.75)';
  context.stroke();
  context.lineWidth = 1.5 * density;
  context.setLineDash(dash.map((length) => length * density));
  context.strokeStyle = palette.accent;
  context.stroke();
  context.setLineDash([]);
}

export function drawRectMark(marks: Marks, rect: Rect, dashed: boolean): void {
  const { x, y, width, height } = snapped(rect, marks.view);
  marks.context.beginPath();
  marks.context.rect(x, y, width, height);
  twoTone(marks, dashed ? [6, 4] : []);
}

/** Darkens everything but a rectangle. */
export function drawShade({ context, view, palette }: Marks, rect: Rect, window: Size): void {
  const { x, y, width, height } = snapped(rect, view);
  context.beginPath();
  context.rect(0, 0, window.width, window.height);
  context.rect(x, y, width, height);
  context.fillStyle = palette.shade;
  context.fill('evenodd');
}

export function drawOutline(marks: Marks, points: readonly Point[]): void {
  const { context, view } = marks;
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x * view.zoom + view.x, y * view.zoom + view.y);
  context.closePath();
  twoTone(marks, [4, 4]);
}

/** The brush's rim around the pointer; `radius` in picture pixels. */
export function drawBrush({ context, view, density }: Marks, at: Point, radius: number): void {
  const r = Math.max(1.5 * density, radius * view.zoom);
  context.beginPath();
  context.arc(at.x * density, at.y * density, r, 0, 2 * Math.PI);
  context.lineWidth = 3 * density;
  context.strokeStyle = 'oklch(0 0 0 / 0.55)';
  context.stroke();
  context.lineWidth = 1.25 * density;
  context.strokeStyle = 'oklch(1 0 0 / 0.95)';
  context.stroke();
}

/** Small squares at a frame's corners and edges. */
export function drawGrips({ context, view, density, palette }: Marks, rect: Rect): void {
  const { x, y, width, height } = snapped(rect, view);
  const side = 8 * density;
  context.fillStyle = '#fff';
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.5 * density;
  for (const gx of [x, x + width / 2, x + width]) {
    for (const gy of [y, y + height / 2, y + height]) {
      if (gx === x + width / 2 && gy === y + height / 2) continue;
      context.beginPath();
      context.roundRect(gx - side / 2, gy - side / 2, side, side, 2 * density);
      context.fill();
      context.stroke();
    }
  }
}

export type { Marks };
