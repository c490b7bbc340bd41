import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GestureRecognizer } from './gestures/recognizer';
import type { PointerInput } from './gestures/recognizer';
import { clearMask, growWithin, invertWithin, maskRect } from './mask/edits';
import { readMask, readRegion, startPicture } from './pictures';
import { EditorSession } from './session';
import { countingStore, gradient, sameBytes } from './testing/images';
import { ToolHand } from './toolHand';
import { rectToScreen } from './view';

async function opened() {
  const errors: unknown[] = [];
  const session = new EditorSession(countingStore(), (error) => errors.push(error));
  const recognizer = new GestureRecognizer();
  const hand = new ToolHand(session, recognizer, () => session.undo());
  session.resize({ width: 800, height: 600 }, { top: 0, right: 0, bottom: 0, left: 0 });
  await session.edit('Open picture', () => startPicture(session.tiles, gradient(256, 256)));
  session.set({ view: { x: 0, y: 0, zoom: 1 } });
  return { session, recognizer, hand, errors };
}

const at = (x: number, y: number, change: Partial<PointerInput> = {}): PointerInput => ({
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

function drag({ recognizer, hand }: Opened, path: [number, number][], change: Partial<PointerInput> = {}) {
  const [first, ...rest] = path.map(([x, y]) => at(x, y, change));
  const last = rest.at(-1) ?? first;
  if (!first || !last) return;
  hand.act(recognizer.down(first));
  for (const p of rest) hand.act(recognizer.move(p));
  hand.act(recognizer.up(last));
}

/** Resolves when all edits asked for so far are in the document. */
const settled = (session: EditorSession) => session.edit('', async (document) => document);

describe('EditorSession', () => {
  it('prepares an expansion without touching the document, and dragging back restores it exactly', async () => {
    const opening = await opened();
    const { session } = opening;
    const before = session.document;
    drag(opening, [
      [256, 128],
      [300, 128],
      [384, 130],
    ]);
    expect(session.state.target).toEqual({ x: 0, y: 0, width: 384, height: 256 });
    expect(session.document).toBe(before);
    session.set({ view: { x: 0, y: 0, zoom: 1 } });
    drag(opening, [
      [384, 128],
      [256, 128],
    ]);
    expect(session.state.target).toBeNull();
    expect(session.document).toBe(before);
  });

  it('shows all of a picture again that a new panel would lie over, and leaves one alone that was partly hidden', async () => {
    const { session } = await opened();
    const window = { width: 800, height: 600 };
    const bare = { top: 0, right: 0, bottom: 0, left: 0 };
    const panels = { ...bare, right: 600, bottom: 100 };
    session.set({ view: { x: 400, y: 200, zoom: 1 } });
    session.resize(window, panels);
    const { x, y, width, height } = rectToScreen(session.state.view, { x: 0, y: 0, width: 256, height: 256 });
    expect(Math.min(x, y)).toBeGreaterThan(0);
    expect(x + width).toBeLessThan(200);
    expect(y + height).toBeLessThan(500);

    for (const [view, uncover] of [
      [{ x: -10, y: 0, zoom: 4 }, true],
      [{ x: 400, y: 200, zoom: 1 }, false],
    ] as const) {
      session.resize(window, bare);
      session.set({ view });
      session.resize(window, panels, uncover);
      expect(session.state.view.zoom).toBe(view.zoom);
    }
  });

  it('fits a picture anew when a panel at its side opens and closes, unless the view was moved meanwhile', async () => {
    const { session } = await opened();
    const [window, bare] = [session.state.window, session.state.insets];
    const panel = { ...bare, right: 500 };
    session.showAll();
    const fitted = session.state.view;
    session.resize(window, { ...bare, bottom: 20 });
    expect(session.state.view).toEqual(fitted);
    session.resize(window, bare);
    session.resize(window, panel);
    expect(session.state.view.zoom).toBeLessThan(fitted.zoom);
    session.resize(window, bare);
    expect(session.state.view).toEqual(fitted);
    session.resize(window, panel);
    session.pan(1, 0);
    const { zoom } = session.state.view;
    session.resize(window, bare);
    expect(session.state.view.zoom).toBe(zoom);
  });

  it('cancels a drag by Escape, by a second finger and by a change of tool', async () => {
    const opening = await opened();
    const { session, recognizer, hand } = opening;
    const leave = [
      () => hand.cancel(),
      () => hand.act(recognizer.down(at(100, 100, { id: 2, kind: 'touch' }))),
      () => hand.take('brush'),
    ];
    for (const go of leave) {
      hand.take('hand');
      hand.act(recognizer.down(at(256, 128, { kind: 'touch' })));
      hand.act(recognizer.move(at(320, 128, { kind: 'touch' })));
      expect(session.state.target).not.toBeNull();
      go();
      expect(session.state).toMatchObject({ target: null, held: null });
      hand.act(recognizer.reset());
    }
  });

  it('paints with the tool in the hand after two fingers have zoomed with another', async () => {
    const opening = await opened();
    const { session, recognizer, hand } = opening;
    for (const id of [1, 2]) hand.act(recognizer.down(at(100 * id, 100, { id, kind: 'touch' })));
    for (const id of [1, 2]) hand.act(recognizer.up(at(100 * id, 100, { id, kind: 'touch', time: 5000 })));
    hand.take('brush');
    drag(opening, [
      [100, 100],
      [140, 100],
    ]);
    await settled(session);
    expect(session.document.mask).not.toEqual({});
  });

  it('lets a handle be dragged whatever tool is in the hand', async () => {
    const opening = await opened();
    opening.hand.take('brush');
    drag(
      opening,
      [
        [256, 128],
        [320, 128],
      ],
      { handle: 'right' },
    );
    expect(opening.session.state.target?.width).toBe(320);
    expect(opening.session.document.mask).toEqual({});
  });

  it('paints a stroke into the mask as one step, undone and redone exactly', async () => {
    const opening = await opened();
    const { session } = opening;
    opening.hand.take('brush');
    drag(opening, [
      [40, 40],
      [90, 60],
      [140, 40],
    ]);
    await settled(session);
    const painted = session.document;
    expect((await readMask(session.tiles, painted.mask, { x: 90, y: 60, width: 1, height: 1 })).data[0]).toBe(255);
    expect(session.state.stroke).toBeNull();
    session.undo();
    expect(session.document.mask).toEqual({});
    session.redo();
    expect(session.document).toBe(painted);
    expect(opening.errors).toEqual([]);
  });

  it('leaves nothing of a stroke that is cancelled', async () => {
    const { session, recognizer, hand } = await opened();
    hand.take('brush');
    hand.act(recognizer.down(at(40, 40)));
    hand.act(recognizer.move(at(90, 60)));
    hand.cancel();
    await settled(session);
    expect(session.document.mask).toEqual({});
    expect(session.state.stroke).toBeNull();
  });

  it('masks by rectangle and lasso, inverts, grows, shrinks and clears', async () => {
    const opening = await opened();
    const { session, hand } = opening;
    hand.take('rectangle');
    drag(opening, [
      [50, 60],
      [90, 100],
    ]);
    await settled(session);
    expect(await maskRect(session.tiles, session.document)).toEqual({ x: 50, y: 60, width: 40, height: 40 });
    await session.edit('Grow', (document) => growWithin(session.tiles, document, 10));
    expect(await maskRect(session.tiles, session.document)).toEqual({ x: 40, y: 50, width: 60, height: 60 });
    await session.edit('Shrink', (document) => growWithin(session.tiles, document, -10));
    expect(await maskRect(session.tiles, session.document)).toEqual({ x: 50, y: 60, width: 40, height: 40 });
    const once = session.document;
    await session.edit('Invert', (document) => invertWithin(session.tiles, document));
    expect(await maskRect(session.tiles, session.document)).toEqual({ x: 0, y: 0, width: 256, height: 256 });
    await session.edit('Invert', (document) => invertWithin(session.tiles, document));
    const region = { x: 0, y: 0, width: 256, height: 256 };
    expect(
      sameBytes(
        (await readMask(session.tiles, session.document.mask, region)).data,
        (await readMask(session.tiles, once.mask, region)).data,
      ),
    ).toBe(true);
    await session.edit('Clear', async (document) => clearMask(document));
    expect(await maskRect(session.tiles, session.document)).toBeNull();
  });

  it('undoes everything to the first state and redoes it to the last, whatever was done', async () => {
    const moves: fc.Arbitrary<{ tool: 'brush' | 'eraser' | 'rectangle' | 'frame'; path: [number, number][] }> =
      fc.record({
        tool: fc.constantFrom('brush', 'eraser', 'rectangle', 'frame'),
        path: fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 2,
          maxLength: 3,
        }),
      });
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { maxLength: 5 }), async (list) => {
        const opening = await opened();
        const { session, hand } = opening;
        const first = session.document;
        const firstIndex = session.state.history.index;
        for (const { tool, path } of list) {
          hand.take(tool);
          drag(opening, path);
          await settled(session);
        }
        const last = session.document;
        session.goTo(firstIndex);
        expect(session.document).toBe(first);
        session.goTo(Infinity);
        expect(session.document).toBe(last);
        const whole = { x: 0, y: 0, width: 256, height: 256 };
        expect(
          sameBytes((await readRegion(session.tiles, session.document, whole)).data, gradient(256, 256).data),
        ).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('pinches about the fingers and undoes with a tap of two', async () => {
    const { session, recognizer, hand } = await opened();
    const touch = (id: number, x: number, time: number) => at(x, 300, { id, kind: 'touch', time });
    hand.act(recognizer.down(touch(1, 300, 0)));
    hand.act(recognizer.down(touch(2, 500, 0)));
    hand.act(recognizer.move(touch(2, 520, 900)));
    hand.act(recognizer.move(touch(2, 700, 950)));
    hand.act(recognizer.up(touch(1, 300, 1000)));
    hand.act(recognizer.up(touch(2, 700, 1000)));
    expect(session.state.view.zoom).toBeCloseTo(2, 1);
    const index = session.state.history.index;
    hand.act(recognizer.down(touch(1, 300, 2000)));
    hand.act(recognizer.down(touch(2, 500, 2010)));
    hand.act(recognizer.up(touch(1, 300, 2100)));
    hand.act(recognizer.up(touch(2, 500, 2110)));
    expect(session.state.history.index).toBe(index - 1);
  });
});
