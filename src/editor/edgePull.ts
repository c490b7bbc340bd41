import type { Handle } from '../geometry/expand';
import { sidesOf } from '../geometry/expand';
import type { Rect } from '../geometry/rect';
import type { EditorSession } from './session';
import type { Point, View } from './view';
import { rectToScreen } from './view';

/** CSS pixels that a pulled edge keeps from what floats over the stage. */
const MARGIN = 28;
/** CSS pixels at the window's border where a pointer that pulls outward goes on by itself, after it has stayed there for so many milliseconds. */
const BORDER = 24;
const DWELL = 400;
/** CSS pixels a second, at the very border. */
const SPEED = 360;

/**
 * Follows a hand that pulls an edge. The view moves along, so that the edge never slides under a panel, and at the window's
 * border, where the hand can't go farther, the edge goes on.
 */
export class EdgePull {
  /** How far beyond the pointer's real place the edge has been pulled, in CSS pixels. */
  offset: Point = { x: 0, y: 0 };
  #handle: Handle | null = null;
  #pressed: Point = { x: 0, y: 0 };
  #pointer: Point = { x: 0, y: 0 };
  #view: View | null = null;
  /** What lay hidden when the pull began may stay so: the view does not leap. */
  #hidden: Point = { x: 0, y: 0 };
  /** The offset when the edge moved last: at the largest size it moves no more. */
  #useful: Point = { x: 0, y: 0 };
  #frame = 0;
  #lastFrame = 0;
  #since: number | null = null;

  constructor(
    private readonly session: EditorSession,
    /** Tells the tool that the offset is another one. */
    private readonly again: () => void,
  ) {}

  /** A pointer went down, at a point of the stage. */
  press(at: Point): void {
    this.end();
    this.#pressed = at;
  }

  /** The pointer has pulled an edge of what is `rect` now. */
  follow(handle: Handle, rect: Rect, pointer: Point): void {
    if (this.#handle === null) {
      this.#view = this.session.state.view;
      const { x, y } = this.#overflow(handle, this.session.document.bounds ?? rect);
      this.#hidden = { x: Math.max(0, x), y: Math.max(0, y) };
    }
    this.#handle = handle;
    this.#pointer = pointer;
    const sides = sidesOf(handle);
    const over = this.#overflow(handle, rect);
    this.session.camera.glideBy(
      -sides.x * Math.max(0, over.x - this.#hidden.x),
      -sides.y * Math.max(0, over.y - this.#hidden.y),
    );
    if (this.#frame === 0 && this.#depth() > 0) this.#frame = requestAnimationFrame(this.#step);
  }

  /** The edge moved: going on makes sense. */
  moved(): void {
    this.#useful = this.offset;
  }

  end(): void {
    if (this.#frame !== 0) cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#since = null;
    this.#handle = null;
    this.#view = null;
    this.offset = this.#useful = { x: 0, y: 0 };
  }

  /** Ends it as if it had never been: the view goes back, too. */
  cancel(): void {
    const before = this.#view;
    this.end();
    const { view } = this.session.state;
    if (before?.zoom === view.zoom) this.session.camera.glideBy(before.x - view.x, before.y - view.y);
  }

  /** CSS pixels by which the held sides reach out of the open part of the stage. */
  #overflow(handle: Handle, rect: Rect): Point {
    const { view, window, insets } = this.session.state;
    const { x, y, width, height } = rectToScreen(view, rect);
    const sides = sidesOf(handle);
    return {
      x: sides.x < 0 ? insets.left + MARGIN - x : sides.x * (x + width - (window.width - insets.right - MARGIN)),
      y: sides.y < 0 ? insets.top + MARGIN - y : sides.y * (y + height - (window.height - insets.bottom - MARGIN)),
    };
  }

  /** How deep the pointer is in the border that it pulls towards: 0 outside, 1 at the window's very edge and beyond. */
  #depths(): Point {
    const { window } = this.session.state;
    const sides = this.#handle ? sidesOf(this.#handle) : { x: 0, y: 0 };
    const along = (side: number, at: number, from: number, room: number) => {
      if (side * (at - from) <= 0) return 0;
      return Math.min(1, Math.max(0, (BORDER - (side < 0 ? at : room - at)) / BORDER));
    };
    return {
      x: along(sides.x, this.#pointer.x, this.#pressed.x, window.width),
      y: along(sides.y, this.#pointer.y, this.#pressed.y, window.height),
    };
  }

  #depth(): number {
    const { x, y } = this.#depths();
    return Math.max(x, y);
  }

  readonly #step = (now: number) => {
    this.#frame = 0;
    if (!this.#handle || this.#depth() === 0) {
      this.#since = null;
      return;
    }
    this.#since ??= now;
    const seconds = Math.min(0.05, (now - this.#lastFrame) / 1000);
    this.#lastFrame = now;
    this.#frame = requestAnimationFrame(this.#step);
    if (now - this.#since < DWELL) return;
    const { model, view } = this.session.state;
    const enough = 2 * model.grid * view.zoom;
    if (Math.hypot(this.offset.x - this.#useful.x, this.offset.y - this.#useful.y) > enough) return;
    const depths = this.#depths();
    const sides = sidesOf(this.#handle);
    this.offset = {
      x: this.offset.x + sides.x * depths.x * SPEED * seconds,
      y: this.offset.y + sides.y * depths.y * SPEED * seconds,
    };
    this.again();
  };
}
