import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearMask, growWithin, invertWithin, maskRect } from './mask/edits';
import { readMask, readRegion } from './pictures';
import { gradient, sameBytes } from './testing/images';
import { drag, opened, settled } from './testing/opened';
import { rectToScreen } from './view';

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
});
