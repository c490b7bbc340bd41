import type { Point } from '../view';

export type PointerKind = 'mouse' | 'pen' | 'touch';

/** One pointer event in CSS pixels of the stage; no DOM in it, so that it can be written down in a test. */
export interface PointerInput extends Point {
  id: number;
  kind: PointerKind;
  /** 0 main, 1 middle, 2 secondary; only looked at when the pointer goes down. */
  button: number;
  /** 0..1; 0.5 for devices that can't tell. */
  pressure: number;
  /** Milliseconds on any steady clock. */
  time: number;
  shift: boolean;
  ctrl: boolean;
  alt: boolean;
  /** Name of the control that was pressed (an edge handle), or null for the bare stage. */
  handle: string | null;
}

/** What the person means, without knowledge of any document. */
export type Intent =
  | { kind: 'press' | 'drag' | 'release' | 'hover'; pointer: PointerInput }
  /** Whatever the press began is to be as if it had never begun. */
  | { kind: 'cancel' }
  | { kind: 'pan'; dx: number; dy: number }
  /** Multiplies the zoom, at a point of the stage. */
  | { kind: 'zoom'; x: number; y: number; factor: number }
  | { kind: 'undo' };

interface Finger extends Point {
  id: number;
}

type State =
  | { kind: 'idle' }
  /** The press belongs to the tool. */
  | { kind: 'tool'; finger: Finger; pointer: PointerKind }
  | { kind: 'pan'; finger: Finger; pointer: PointerKind }
  | { kind: 'pinch'; a: Finger; b: Finger; since: number; travel: number }
  /** A finger of an ended pinch still lies on the glass: it must not draw. */
  | { kind: 'rest'; ids: number[] };

/** Fingers that moved less than this in all are a tap. */
const TAP_TRAVEL = 12;
const TAP_TIME = 300;

/** Turns pointer events into intents. A second finger turns what the first one did into a pinch. */
export class GestureRecognizer {
  #state: State = { kind: 'idle' };
  #spaceHeld = false;
  /** A pen has been used: from then on single fingers move the view, since they are often palms. */
  #penSeen = false;

  get busy(): boolean {
    return this.#state.kind !== 'idle' && this.#state.kind !== 'rest';
  }

  get panning(): boolean {
    return this.#state.kind === 'pan' || (this.#spaceHeld && this.#state.kind === 'idle');
  }

  holdSpace(held: boolean): void {
    this.#spaceHeld = held;
  }

  down(input: PointerInput): Intent[] {
    const state = this.#state;
    if (input.kind === 'pen') {
      this.#penSeen = true;
      const undone: Intent[] = state.kind === 'tool' ? [{ kind: 'cancel' }] : [];
      return [...undone, ...this.#begin(input)];
    }
    if (state.kind === 'idle') return this.#begin(input);
    if (input.kind !== 'touch') return [];
    if (state.kind === 'rest') {
      state.ids.push(input.id);
      return [];
    }
    if ((state.kind === 'tool' || state.kind === 'pan') && state.pointer === 'touch') {
      const cancelled: Intent[] = state.kind === 'tool' ? [{ kind: 'cancel' }] : [];
      this.#state = { kind: 'pinch', a: state.finger, b: finger(input), since: input.time, travel: 0 };
      return cancelled;
    }
    return [];
  }

  move(input: PointerInput): Intent[] {
    const state = this.#state;
    if (state.kind === 'idle') return input.kind === 'touch' ? [] : [{ kind: 'hover', pointer: input }];
    if (state.kind === 'tool' && state.finger.id === input.id) {
      this.#state = { ...state, finger: finger(input) };
      return [{ kind: 'drag', pointer: input }];
    }
    if (state.kind === 'pan' && state.finger.id === input.id) {
      const from = state.finger;
      this.#state = { ...state, finger: finger(input) };
      return [{ kind: 'pan', dx: input.x - from.x, dy: input.y - from.y }];
    }
    return state.kind === 'pinch' ? this.#pinch(state, input) : [];
  }

  up(input: PointerInput): Intent[] {
    const state = this.#state;
    if (state.kind === 'tool' && state.finger.id === input.id) {
      this.#state = { kind: 'idle' };
      return [{ kind: 'release', pointer: input }];
    }
    if (state.kind === 'pinch' && (state.a.id === input.id || state.b.id === input.id)) {
      this.#state = { kind: 'rest', ids: [state.a.id === input.id ? state.b.id : state.a.id] };
      const tapped = input.time - state.since < TAP_TIME && state.travel < TAP_TRAVEL;
      return tapped ? [{ kind: 'undo' }] : [];
    }
    this.#lift(input.id);
    return [];
  }

  /** pointercancel: the browser took the pointer away. */
  lost(id: number): Intent[] {
    const state = this.#state;
    if (state.kind === 'tool' && state.finger.id === id) return this.cancel();
    if (state.kind === 'pinch' && (state.a.id === id || state.b.id === id)) this.#state = { kind: 'idle' };
    this.#lift(id);
    return [];
  }

  /** Escape, blur, a change of tool: the one way out of everything. */
  cancel(): Intent[] {
    const state = this.#state;
    if (state.kind === 'tool' || state.kind === 'pan') this.#state = { kind: 'rest', ids: [state.finger.id] };
    else if (state.kind === 'pinch') this.#state = { kind: 'rest', ids: [state.a.id, state.b.id] };
    return state.kind === 'tool' ? [{ kind: 'cancel' }] : [];
  }

  /** Nothing can be down any more (the window lost the focus). */
  reset(): Intent[] {
    const intents = this.cancel();
    this.#state = { kind: 'idle' };
    this.#spaceHeld = false;
    return intents;
  }

  #begin(input: PointerInput): Intent[] {
    const pans =
      input.button === 1 ||
      (input.button === 0 && this.#spaceHeld) ||
      (input.kind === 'touch' && this.#penSeen && input.handle === null);
    if (pans) {
      this.#state = { kind: 'pan', finger: finger(input), pointer: input.kind };
      return [];
    }
    if (input.button !== 0) return [];
    this.#state = { kind: 'tool', finger: finger(input), pointer: input.kind };
    return [{ kind: 'press', pointer: input }];
  }

  #pinch(state: Extract<State, { kind: 'pinch' }>, input: PointerInput): Intent[] {
    const first = state.a.id === input.id;
    if (!first && state.b.id !== input.id) return [];
    const before = first ? state.a : state.b;
    const travel = state.travel + Math.hypot(input.x - before.x, input.y - before.y);
    const a = first ? finger(input) : state.a;
    const b = first ? state.b : finger(input);
    this.#state = { ...state, a, b, travel };
    if (travel < TAP_TRAVEL) return [];
    const from = middle(state.a, state.b);
    const to = middle(a, b);
    const spread = distance(state.a, state.b);
    const intents: Intent[] = [{ kind: 'pan', dx: to.x - from.x, dy: to.y - from.y }];
    if (spread > 0) intents.push({ kind: 'zoom', x: to.x, y: to.y, factor: distance(a, b) / spread });
    return intents;
  }

  #lift(id: number): void {
    const state = this.#state;
    if (state.kind === 'pan' && state.finger.id === id) this.#state = { kind: 'idle' };
    if (state.kind !== 'rest') return;
    const ids = state.ids.filter((other) => other !== id);
    this.#state = ids.length > 0 ? { kind: 'rest', ids } : { kind: 'idle' };
  }
}

const finger = ({ id, x, y }: PointerInput): Finger => ({ id, x, y });
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
