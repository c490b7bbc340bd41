import type { Intent } from './intents';

/** A wheel event in CSS pixels of the stage. */
export interface WheelInput {
  x: number;
  y: number;
  deltaX: number;
  deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  deltaMode: number;
  /** Browsers set it for a pinch on a trackpad, too. */
  ctrl: boolean;
  shift: boolean;
  time: number;
}

const PIXELS_OF_MODE = [1, 16, 400];
/** Events closer than this belong to one movement of the hand. */
const SAME_MOVEMENT = 150;
const limit = (value: number, most: number) => Math.min(most, Math.max(-most, value));

/**
 * A wheel zooms at the pointer; with Shift it pans sideways. A scroll along both axes can only come from a trackpad or a
 * ball: it pans, and goes on panning until the hand rests, also where it moves straight up for a moment.
 */
export class WheelReader {
  #pansUntil = -Infinity;

  read(input: WheelInput): Intent[] {
    const unit = PIXELS_OF_MODE[input.deltaMode] ?? 1;
    const dx = input.deltaX * unit;
    const dy = input.deltaY * unit;
    if (input.ctrl) return zoom(input, Math.exp(-limit(dy, 25) / 100));
    if (input.shift) return [{ kind: 'pan', dx: -(dx || dy), dy: dx ? -dy : 0 }];
    if (dx !== 0 || input.time < this.#pansUntil) {
      this.#pansUntil = input.time + SAME_MOVEMENT;
      return [{ kind: 'pan', dx: -dx, dy: -dy }];
    }
    return zoom(input, Math.exp(-limit(dy, 200) / 500));
  }
}

const zoom = ({ x, y }: WheelInput, factor: number): Intent[] => (factor === 1 ? [] : [{ kind: 'zoom', x, y, factor }]);
