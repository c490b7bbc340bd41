import { GestureRecognizer } from './gestures/recognizer';
import { ToolHand } from './toolHand';
import { session } from './editor';

/** What a person's hand does on the table; the first paint does without its code. */
export const recognizer = new GestureRecognizer();
export const hand = new ToolHand(session, recognizer, () => session.undo());
