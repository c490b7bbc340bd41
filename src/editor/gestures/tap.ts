import type { Point } from '../view';

/** CSS pixels that a finger of a tap may wander from where it came down: beyond, the two of them move the view. */
export const TAP_TRAVEL = 8;
/** The same for a finger that is alone so far: beyond, it has begun to pull or to draw something. */
const ALONE_TRAVEL = 3;
/** Milliseconds from the first finger's coming to the last one's going. */
const TAP_TIME = 300;

/** Where a finger came down. */
interface Landing extends Point {
  id: number;
}

/** Looks on while fingers come and go: a tap is two of them that both come and go within a moment, and neither moves. */
export class TwoFingerTap {
  readonly #down = new Map<number, Point>();
  #since = 0;
  /** Fingers that took part so far. */
  #fingers = 0;
  #spoilt = false;

  down({ id, x, y }: Landing, time: number): void {
    if (this.#down.size === 0) {
      this.#since = time;
      this.#fingers = 0;
      this.#spoilt = false;
    }
    this.#fingers++;
    this.#down.set(id, { x, y });
  }

  move({ id, x, y }: Landing): void {
    const from = this.#down.get(id);
    const most = this.#fingers === 1 ? ALONE_TRAVEL : TAP_TRAVEL;
    if (from && Math.hypot(x - from.x, y - from.y) >= most) this.#spoilt = true;
  }

  /** Whether this was the last of two fingers that have tapped. */
  up(id: number, time: number): boolean {
    if (!this.#down.delete(id) || this.#down.size > 0) return false;
    return !this.#spoilt && this.#fingers === 2 && time - this.#since < TAP_TIME;
  }

  /** The browser took a finger away. */
  lost(id: number): void {
    if (this.#down.delete(id)) this.#spoilt = true;
  }

  /** What the fingers on the glass do from now on is no tap. */
  spoil(): void {
    this.#spoilt = true;
  }

  /** Nothing can be down any more. */
  reset(): void {
    this.#down.clear();
  }
}
