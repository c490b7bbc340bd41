import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GestureRecognizer } from './gestures/recognizer';
import { startPicture } from './pictures';
import { EditorSession } from './session';
import { countingStore, gradient } from './testing/images';
import { at } from './testing/opened';
import { ToolHand } from './toolHand';
import { rectToScreen } from './view';

let frames: FrameRequestCallback[] = [];
let now = 0;

/** Lets some milliseconds pass, in frames of 20. */
function pass(milliseconds: number): void {
  for (const end = now + milliseconds; now < end;) {
    now += 20;
    const due = frames;
    frames = [];
    for (const frame of due) frame(now);
  }
}

beforeEach(() => {
  frames = [];
  now = 0;
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
});
afterEach(() => vi.unstubAllGlobals());

/** A picture of 256 x 256 at the stage's corner, and a panel of 300 CSS pixels at its right. */
async function opened() {
  const session = new EditorSession(countingStore(), (error) => {
    throw error;
  });
  const recognizer = new GestureRecognizer();
  const hand = new ToolHand(session, recognizer, () => session.undo());
  session.resize({ width: 800, height: 600 }, { top: 0, right: 300, bottom: 0, left: 0 });
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
  session.set({ view: { x: 0, y: 0, zoom: 1 } });
  return {
    session,
    hand,
    down: (x: number) => hand.act(recognizer.down(at(x, 128))),
    move: (x: number) => hand.act(recognizer.move(at(x, 128))),
    up: (x: number) => hand.act(recognizer.up(at(x, 128))),
    edge: () => {
      const { target, view } = session.state;
      const { x, width } = rectToScreen(view, target ?? { x: 0, y: 0, width: 256, height: 256 });
      return x + width;
    },
  };
}

describe('EdgePull', () => {
  it('keeps the pulled edge out from under the panel, and the edge where the hand has pulled it to', async () => {
    const { session, down, move, up, edge } = await opened();
    down(256);
    move(400);
    expect(session.state.view.x).toBe(0);
    move(600);
    expect(session.state.target?.width).toBe(608);
    expect(edge()).toBe(800 - 300 - 28);
    move(400);
    expect(session.state.target?.width).toBe(416);
    move(256);
    expect(session.state.target).toBeNull();
    up(256);
  });

  it('brings the view back when the pull is cancelled, and when the edge is put back later', async () => {
    const { session, hand, down, move, up } = await opened();
    const before = session.state.view;
    down(256);
    move(700);
    expect(session.state.view).not.toEqual(before);
    hand.cancel();
    expect(session.state).toMatchObject({ target: null, view: before });
    up(700);

    down(256);
    move(700);
    up(700);
    expect(session.state.view.zoom).toBeLessThan(1);
    session.putBack();
    expect(session.state).toMatchObject({ target: null, view: before });
  });

  it('goes on pulling while the pointer stays at the border of the window, up to the largest picture', async () => {
    const { session, down, move, up } = await opened();
    down(256);
    move(800);
    expect(session.state.target?.width).toBe(800);
    pass(300);
    expect(session.state.target?.width).toBe(800);
    pass(2100);
    const far = session.state.target?.width ?? 0;
    expect(far).toBeGreaterThan(1300);
    move(700);
    expect(session.state.target?.width).toBeLessThan(far);
    pass(2000);
    expect(frames).toHaveLength(0);
    move(800);
    pass(60_000);
    expect(session.state.target?.width).toBe(8192);
    move(600);
    expect(session.state.target?.width).toBeLessThan(8192);
    up(600);
    pass(1000);
    expect(frames).toHaveLength(0);
  });

  it('does not go on where the pointer pulls inward, though the handle lies at the border', async () => {
    const { session, down, move } = await opened();
    session.set({ view: { x: 534, y: 0, zoom: 1 } });
    down(790);
    move(784);
    pass(2000);
    expect(session.state.target).toBeNull();
  });
});
