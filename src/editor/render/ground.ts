import type { Rect, Size } from '../../geometry/rect';
import type { View } from '../view';
import { makeCanvas } from './canvas';
import type { Palette } from './palette';

/** CSS pixels between dots: near this, whatever the zoom. */
const DOT_STEP = 20;
/** CSS pixels of a square of the checkerboard. */
const CHECK = 8;

/** The table under the picture: a faint dot grid that moves with the plane, and a checkerboard for unknown places. */
export class Ground {
  #palette: Palette | null = null;
  #density = 0;
  #dots: CanvasPattern | null = null;
  #checks: CanvasPattern | null = null;

  drawDots(context: CanvasRenderingContext2D, view: View, window: Size, palette: Palette, density: number): void {
    this.#prepare(context, palette, density);
    if (!this.#dots) return;
    // The grid's step doubles and halves with the zoom, so that it is never dense and never empty.
    const octave = Math.log2(view.zoom / density);
    const scale = 2 ** (octave - Math.round(octave));
    this.#dots.setTransform(new DOMMatrix([scale, 0, 0, scale, view.x, view.y]));
    context.fillStyle = this.#dots;
    context.fillRect(0, 0, window.width, window.height);
  }

  drawChecks(context: CanvasRenderingContext2D, at: Rect, palette: Palette, density: number): void {
    this.#prepare(context, palette, density);
    if (!this.#checks) return;
    this.#checks.setTransform(new DOMMatrix([1, 0, 0, 1, at.x, at.y]));
    context.fillStyle = this.#checks;
    context.fillRect(at.x, at.y, at.width, at.height);
  }

  #prepare(context: CanvasRenderingContext2D, palette: Palette, density: number): void {
    if (palette === this.#palette && density === this.#density) return;
    this.#palette = palette;
    this.#density = density;
    const step = Math.round(DOT_STEP * density);
    const [dots, dot] = makeCanvas(step, step);
    dot.fillStyle = palette.dot;
    dot.beginPath();
    dot.arc(step / 2, step / 2, 1.1 * density, 0, 2 * Math.PI);
    dot.fill();
    this.#dots = context.createPattern(dots, 'repeat');

    const side = Math.round(CHECK * density);
    const [checks, check] = makeCanvas(2 * side, 2 * side);
    check.fillStyle = palette.checkLight;
    check.fillRect(0, 0, 2 * side, 2 * side);
    check.fillStyle = palette.checkDark;
    check.fillRect(0, 0, side, side);
    check.fillRect(side, side, side, side);
    this.#checks = context.createPattern(checks, 'repeat');
  }
}
