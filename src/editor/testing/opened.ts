import { GestureRecognizer } from '../gestures/recognizer';
import type { PointerInput } from '../gestures/intents';
import { startPicture } from '../pictures';
import { EditorSession } from '../session';
import { ToolHand } from '../toolHand';
import { countingStore, gradient } from './images';

/** A picture of 256 x 256 pixels at the corner of a stage of 800 x 600, and a hand over it. */
export async function opened() {
  const errors: unknown[] = [];
  const session = new EditorSession(countingStore(), (error) => errors.push(error));
  const recognizer = new GestureRecognizer();
  const hand = new ToolHand(session, recognizer, () => session.undo());
  session.resize({ width: 800, height: 600 }, { top: 0, right: 0, bottom: 0, left: 0 });
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
  session.set({ view: { x: 0, y: 0, zoom: 1 } });
  return { session, recognizer, hand, errors };
}

/** The main button of a mouse, where nothing else is said. */
export const at = (x: number, y: number, change: Partial<PointerInput> = {}): PointerInput => ({
  id: 1,
  kind: 'mouse',
  button: 0,
  pressure: 0.5,
  time: 0,
  shift: false,
  ctrl: false,
  alt: false,
  handle: null,
  x,
  y,
  ...change,
});

type Opened = Awaited<ReturnType<typeof opened>>;

/** Down at the first point, along the others, and up. */
export function drag({ recognizer, hand }: Opened, path: [number, number][], change: Partial<PointerInput> = {}) {
  const [first, ...rest] = path.map(([x, y]) => at(x, y, change));
  const last = rest.at(-1) ?? first;
  if (!first || !last) return;
  hand.act(recognizer.down(first));
  for (const p of rest) hand.act(recognizer.move(p));
  hand.act(recognizer.up(last));
}

/** Resolves when all edits asked for so far are in the document. */
export const settled = (session: EditorSession) => session.edit('', async (document) => document);
