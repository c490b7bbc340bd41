import { describe, expect, it } from 'vitest';
import { readMask } from './pictures';
import { at, drag, opened, settled } from './testing/opened';

describe('ToolHand', () => {
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

  it('leaves the picture alone when a second finger comes to one that has pulled an edge', async () => {
    const { session, recognizer, hand } = await opened();
    const { index } = session.state.history;
    const touch = (id: number, x: number, time: number) => at(x, 128, { id, kind: 'touch', time });
    hand.act(recognizer.down(touch(1, 256, 0)));
    hand.act(recognizer.move(touch(1, 320, 800)));
    hand.act(recognizer.down(touch(2, 100, 820)));
    hand.act(recognizer.up(touch(2, 100, 880)));
    hand.act(recognizer.up(touch(1, 320, 900)));
    expect(session.state.target).toBeNull();
    expect(session.state.history.index).toBe(index);
  });

  it('follows a modifier at once while an edge is held', async () => {
    const { session, recognizer, hand } = await opened();
    hand.act(recognizer.down(at(256, 128)));
    hand.act(recognizer.move(at(320, 128)));
    hand.act(recognizer.modify({ shift: true, ctrl: false, alt: false }));
    expect(session.state.target).toEqual({ x: -64, y: 0, width: 384, height: 256 });
    hand.act(recognizer.modify({ shift: false, ctrl: false, alt: false }));
    expect(session.state.target).toEqual({ x: 0, y: 0, width: 320, height: 256 });
  });

  it('lets fingers take edges and move the view once a pen has drawn, but not paint', async () => {
    const opening = await opened();
    const { session } = opening;
    const pen = { id: 9, kind: 'pen' } as const;
    const finger = { id: 1, kind: 'touch', time: 1000 } as const;
    opening.hand.take('brush');
    drag(
      opening,
      [
        [40, 40],
        [90, 60],
      ],
      pen,
    );
    await settled(session);
    const drawn = session.document;
    drag(
      opening,
      [
        [262, 60],
        [326, 60],
      ],
      finger,
    );
    expect(session.state.target).toEqual({ x: 0, y: 0, width: 320, height: 256 });
    const { x } = session.state.view;
    drag(
      opening,
      [
        [100, 100],
        [130, 100],
      ],
      finger,
    );
    await settled(session);
    expect(session.state.view.x).toBe(x + 30);
    expect(session.document).toBe(drawn);
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
