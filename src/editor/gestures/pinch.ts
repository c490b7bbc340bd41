import type { Point } from '../view';
import type { Finger, Intent } from './intents';
import { TAP_TRAVEL } from './tap';

/**
 * Two fingers that move the view. It rests until one of them has gone farther than a tap may, so that a tap leaves the view
 * alone. What they did until then is caught up with while they go as far again: the picture does not leap, and from there on it
 * lies under the fingers exactly as when they came down.
 *
 * Everything is measured from where they came down, not from event to event: the fingers' events come one at a time, and
 * between the two of a pair the distance is not what the hand holds.
 */
export class Pinch {
  readonly #a: Finger;
  readonly #b: Finger;
  #nowA: Finger;
  #nowB: Finger;
  /** The farthest that one of the fingers has been from where it came down. */
  #travel = 0;
  /** What the view has done so far. */
  #done = { dx: 0, dy: 0, factor: 1 };

  constructor(a: Finger, b: Finger) {
    this.#a = this.#nowA = a;
    this.#b = this.#nowB = b;
  }

  get ids(): number[] {
    return [this.#a.id, this.#b.id];
  }

  move(finger: Finger): Intent[] {
    if (finger.id === this.#a.id) this.#nowA = finger;
    else if (finger.id === this.#b.id) this.#nowB = finger;
    else return [];
    this.#travel = Math.max(this.#travel, distance(this.#a, this.#nowA), distance(this.#b, this.#nowB));
    const part = Math.min(1, this.#travel / TAP_TRAVEL - 1);
    if (part <= 0) return [];
    const from = middle(this.#a, this.#b);
    const to = middle(this.#nowA, this.#nowB);
    const dx = (to.x - from.x) * part;
    const dy = (to.y - from.y) * part;
    // Fingers that touch each other have no distance to divide by.
    const factor = (Math.max(1, distance(this.#nowA, this.#nowB)) / Math.max(1, distance(this.#a, this.#b))) ** part;
    const before = this.#done;
    this.#done = { dx, dy, factor };
    return [
      { kind: 'pan', dx: dx - before.dx, dy: dy - before.dy },
      { kind: 'zoom', x: from.x + dx, y: from.y + dy, factor: factor / before.factor },
    ];
  }
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
