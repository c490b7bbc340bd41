import { beforeEach, expect, it } from 'vitest';
import { startPicture } from './pictures';
import { EditorSession } from './session';
import { countingStore, gradient } from './testing/images';
import { isFree, rectToScreen } from './view';

const none = { top: 0, right: 0, bottom: 0, left: 0 };
const desktop = { width: 1440, height: 856 };
const phone = { width: 390, height: 800 };
const picture = { x: 0, y: 0, width: 256, height: 256 };

const create = () => new EditorSession(countingStore(), () => undefined);
let session: EditorSession;

beforeEach(async () => {
  session = create();
  session.resize(desktop, none);
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
});

const isSeen = (of: EditorSession) => isFree(picture, of.state.view, of.state.window, of.state.insets);

/** The same document in another window, as after a reload. */
function reopened(window: { width: number; height: number }, sizeFirst: boolean): EditorSession {
  const again = create();
  if (sizeFirst) again.resize(window, none);
  again.restore(session.state.history, session.kept);
  if (!sizeFirst) again.resize(window, none);
  return again;
}

for (const sizeFirst of [true, false]) {
  const when = sizeFirst ? 'after' : 'before';
  it(`fits a kept picture into another window that is known ${when} it`, () => {
    session.showAll();
    const again = reopened(phone, sizeFirst);
    expect(isSeen(again)).toBe(true);
    expect(rectToScreen(again.state.view, picture).width).toBeGreaterThan(300);
    // It goes on being fitted.
    again.resize(phone, { ...none, left: 60 });
    expect(isSeen(again)).toBe(true);
  });

  it(`keeps a view of the person's own that still shows the picture, with the window known ${when} it`, () => {
    session.set({ view: { x: 700, y: 400, zoom: 1 } });
    expect(reopened(desktop, sizeFirst).state.view).toEqual({ x: 700, y: 400, zoom: 1 });
    // 525 to the left and 28 up: the middle of the window stays in the middle.
    expect(reopened(phone, sizeFirst).state.view).toEqual({ x: 175, y: 372, zoom: 1 });
    session.set({ view: { x: -2000, y: -2000, zoom: 20 } });
    expect(reopened(phone, sizeFirst).state.view.zoom).toBe(20);
    session.set({ view: { x: 40, y: 40, zoom: 1 } });
    expect(isSeen(reopened(phone, sizeFirst))).toBe(true);
  });
}

it('is as large as before when the phone is turned and turned back', () => {
  session.resize(phone, { ...none, top: 100, bottom: 250 });
  session.showAll();
  const { zoom } = session.state.view;
  session.resize({ width: 844, height: 346 }, { top: 8, right: 344, bottom: 8, left: 106 });
  expect(isSeen(session)).toBe(true);
  session.resize(phone, { ...none, top: 100, bottom: 250 });
  expect(session.state.view.zoom).toBe(zoom);
});

it('never fits a picture into less than a thumbnail, however little the panels leave open', () => {
  session.resize({ width: 568, height: 276 }, { top: 150, right: 200, bottom: 120, left: 300 });
  session.showAll();
  expect(rectToScreen(session.state.view, picture).width).toBeGreaterThan(100);
});

it('moves a fitted picture out from under a bar that comes at the top', () => {
  session.resize(phone, { ...none, top: 8, bottom: 420 });
  session.showAll();
  session.resize(phone, { ...none, top: 110, bottom: 420 });
  expect(isSeen(session)).toBe(true);
});

it('makes up for a bar that came while the picture had to stay for the keyboard', () => {
  session.resize(phone, { ...none, top: 110, bottom: 250 });
  session.showAll();
  session.resize(phone, { ...none, top: 110, bottom: 500 }, false);
  expect(isSeen(session)).toBe(false);
  session.resize(phone, { ...none, top: 110, bottom: 350 });
  expect(isSeen(session)).toBe(true);
});

it('fits a picture into a turned window also after the view has followed a pulled edge', () => {
  session.resize(phone, { ...none, top: 110, bottom: 250 });
  session.pan(40, 0);
  session.reveal({ x: 0, y: 0, width: 512, height: 256 });
  const { zoom } = session.state.view;
  session.resize({ width: 844, height: 346 }, { top: 8, right: 344, bottom: 8, left: 106 });
  session.resize(phone, { ...none, top: 110, bottom: 250 });
  expect(session.state.view.zoom).toBeGreaterThan(zoom);
});
