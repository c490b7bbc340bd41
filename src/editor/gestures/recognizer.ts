import type { Finger, Intent, Modifiers, PointerInput } from './intents';
import { Pinch } from './pinch';
import { TwoFingerTap } from './tap';

type State =
  | { kind: 'idle' }
  /** The press belongs to the tool. */
  | { kind: 'tool'; last: PointerInput }
  | { kind: 'pan'; last: PointerInput }
  /** A finger that came down beside the pen: most likely the palm. It does nothing, unless a second one makes a pinch of it. */
  | { kind: 'palm'; last: PointerInput }
  | { kind: 'pinch'; pinch: Pinch }
  /** A finger of an ended pinch still lies on the glass: it must not draw. */
  | { kind: 'rest'; ids: number[] };

/** A pen that hovered or drew within so many milliseconds is near, and the hand that holds it, too. */
const PEN_NEAR = 250;

/**
 * Turns pointer events into intents. A second finger turns what the first one did into a pinch.
 *
 * Once a pen has been used, fingers don't draw any more (`fingersDraw`); while it draws they do nothing at all, and
 * a single one that comes down while it is near, on none of the handles, is taken for the palm. Two fingers always move the view.
 */
export class GestureRecognizer {
  #state: State = { kind: 'idle' };
  readonly #tap = new TwoFingerTap();
  #spaceHeld = false;
  /** When the pen was last heard of; null until one is used. */
  #penAt: number | null = null;

  get busy(): boolean {
    const { kind } = this.#state;
    return kind === 'tool' || kind === 'pan' || kind === 'pinch';
  }

  get panning(): boolean {
    return this.#state.kind === 'pan' || (this.#spaceHeld && this.#state.kind === 'idle');
  }

  /** False once a pen has been used: from then on a finger may move things, but what it touches is no stroke. */
  get fingersDraw(): boolean {
    return this.#penAt === null;
  }

  holdSpace(held: boolean): void {
    this.#spaceHeld = held;
  }

  down(input: PointerInput): Intent[] {
    const state = this.#state;
    if (input.kind === 'touch') this.#tap.down(input, input.time);
    else this.#tap.spoil();
    if (input.kind === 'pen') {
      this.#penAt = input.time;
      const undone: Intent[] = state.kind === 'tool' ? [{ kind: 'cancel' }] : [];
      return [...undone, ...this.#begin(input)];
    }
    if (state.kind === 'idle') return this.#begin(input);
    if (input.kind !== 'touch') return [];
    if (state.kind === 'rest') {
      state.ids.push(input.id);
      return [];
    }
    if (state.kind === 'pinch' || state.last.kind !== 'touch') {
      // A third finger, or the palm of a hand that draws.
      this.#tap.spoil();
      return [];
    }
    this.#state = { kind: 'pinch', pinch: new Pinch(finger(state.last), finger(input)) };
    return state.kind === 'tool' ? [{ kind: 'cancel' }] : [];
  }

  move(input: PointerInput): Intent[] {
    const state = this.#state;
    if (input.kind === 'touch') this.#tap.move(input);
    if (input.kind === 'pen' && this.#penAt !== null) this.#penAt = input.time;
    if (state.kind === 'idle') return input.kind === 'touch' ? [] : [{ kind: 'hover', pointer: input }];
    if (state.kind === 'rest') return [];
    if (state.kind === 'pinch') return state.pinch.move(finger(input));
    const { last } = state;
    if (last.id !== input.id) return [];
    this.#state = { ...state, last: input };
    if (state.kind === 'tool') return [{ kind: 'drag', pointer: input }];
    return state.kind === 'pan' ? [{ kind: 'pan', dx: input.x - last.x, dy: input.y - last.y }] : [];
  }

  /** Shift, Ctrl or Alt was pressed or released, wherever the pointer rests: what it drags follows at once. */
  modify(modifiers: Modifiers): Intent[] {
    const state = this.#state;
    if (state.kind !== 'tool') return [];
    const { shift, ctrl, alt } = state.last;
    if (shift === modifiers.shift && ctrl === modifiers.ctrl && alt === modifiers.alt) return [];
    const last = { ...state.last, ...modifiers };
    this.#state = { ...state, last };
    return [{ kind: 'drag', pointer: last }];
  }

  up(input: PointerInput): Intent[] {
    const state = this.#state;
    const tapped = this.#tap.up(input.id, input.time);
    if (input.kind === 'pen') this.#penAt = input.time;
    this.#lift(input.id);
    if (state.kind === 'tool' && state.last.id === input.id) return [{ kind: 'release', pointer: input }];
    return tapped ? [{ kind: 'undo' }] : [];
  }

  /** pointercancel: the browser took the pointer away. */
  lost(id: number): Intent[] {
    const state = this.#state;
    this.#tap.lost(id);
    const cancelled: Intent[] = state.kind === 'tool' && state.last.id === id ? this.cancel() : [];
    this.#lift(id);
    return cancelled;
  }

  /** Escape, blur, a change of tool: the one way out of everything. */
  cancel(): Intent[] {
    const state = this.#state;
    this.#tap.spoil();
    if (state.kind === 'pinch') this.#state = { kind: 'rest', ids: state.pinch.ids };
    else if (state.kind !== 'idle' && state.kind !== 'rest') this.#state = { kind: 'rest', ids: [state.last.id] };
    return state.kind === 'tool' ? [{ kind: 'cancel' }] : [];
  }

  /** Nothing can be down any more (the window lost the focus). */
  reset(): Intent[] {
    const intents = this.cancel();
    this.#tap.reset();
    this.#state = { kind: 'idle' };
    this.#spaceHeld = false;
    return intents;
  }

  #begin(input: PointerInput): Intent[] {
    if (input.button === 1 || (input.button === 0 && this.#spaceHeld)) {
      this.#state = { kind: 'pan', last: input };
      return [];
    }
    if (input.button !== 0) return [];
    const penNear = this.#penAt !== null && input.time - this.#penAt < PEN_NEAR;
    const isPalm = input.kind === 'touch' && input.handle === null && penNear;
    this.#state = { kind: isPalm ? 'palm' : 'tool', last: input };
    return isPalm ? [] : [{ kind: 'press', pointer: input }];
  }

  /** A pointer has gone: nothing goes on with it. */
  #lift(id: number): void {
    const state = this.#state;
    if (state.kind === 'idle') return;
    const down = state.kind === 'rest' ? state.ids : state.kind === 'pinch' ? state.pinch.ids : [state.last.id];
    if (!down.includes(id)) return;
    const ids = down.filter((other) => other !== id);
    this.#state = ids.length > 0 ? { kind: 'rest', ids } : { kind: 'idle' };
  }
}

const finger = ({ id, x, y }: PointerInput): Finger => ({ id, x, y });
