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

export interface Finger extends Point {
  id: number;
}

export type Modifiers = Pick<PointerInput, 'shift' | 'ctrl' | 'alt'>;
