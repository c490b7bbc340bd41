import type { View } from './view';

/** Milliseconds of a movement that the view makes by itself. */
const DURATION = 180;

const same = (a: View, b: View) => a.x === b.x && a.y === b.y && a.zoom === b.zoom;

/** Movements that the view makes by itself, and the way back. */
export class Glide {
  /** Whether it may go smoothly; never under reduced motion. */
  mayGlide: () => boolean = () => false;
  /** The view that it set last, and the one before it began: several movements on end are one. */
  #last: View | null = null;
  #start: View | null = null;
  #goal: View | null = null;
  #running = 0;

  constructor(
    private readonly read: () => View,
    private readonly write: (view: View) => void,
  ) {}

  /** Goes to another view in a moment, unless something else moves it on the way. */
  to(goal: View): void {
    const from = this.read();
    const goesOn = this.#start !== null && from === this.#last;
    if (goesOn && this.#goal && same(this.#goal, goal)) return;
    this.#running++;
    if (same(from, goal)) return;
    if (!goesOn) this.#start = from;
    this.#goal = goal;
    this.#last = from;
    if (this.mayGlide()) this.#go(from, goal);
    else this.#set(goal);
  }

  /** Where the view was before it began to move by itself, if nothing else has moved it since. */
  back(): void {
    if (this.#start && this.read() === this.#last) this.to(this.#start);
  }

  /** Whether this is the view that it came to last: nobody else has moved it since. */
  cameTo(view: View): boolean {
    return view === this.#last;
  }

  /** From here on there is no way back. */
  settle(): void {
    this.#start = null;
  }

  #set(view: View): void {
    this.#last = view;
    this.write(view);
  }

  #go(from: View, goal: View): void {
    const began = performance.now();
    const run = this.#running;
    const step = () => {
      if (this.#running !== run || this.read() !== this.#last) return;
      const t = Math.min(1, (performance.now() - began) / DURATION);
      const eased = 1 - (1 - t) ** 3;
      const mix = (a: number, b: number) => a + (b - a) * eased;
      this.#set(t < 1 ? { x: mix(from.x, goal.x), y: mix(from.y, goal.y), zoom: mix(from.zoom, goal.zoom) } : goal);
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
}
