import { expect, it } from 'vitest';
import { withFrame } from '../editor/document';
import type { PointerInput } from '../editor/gestures/recognizer';
import { hand, recognizer, session } from '../stores/editor';
import { redoAction, undoAction } from './editorActions';

const at = (x: number, y: number): PointerInput => ({
  ...{ id: 1, kind: 'mouse', button: 0, pressure: 0.5, time: 0, shift: false, ctrl: false, alt: false, handle: null },
  x,
  y,
});

it('undo and redo take back what is being dragged, and no step as well', () => {
  const frame = { x: 0, y: 0, width: 256, height: 256 };
  session.commit(withFrame(session.document, frame), 'Place frame');
  hand.take('frame');
  for (const action of [undoAction, redoAction]) {
    hand.act(recognizer.down(at(100, 100)));
    hand.act(recognizer.move(at(200, 100)));
    expect(session.state.movingFrame).toMatchObject({ x: 96 });
    void action.run();
    expect(session.state.movingFrame).toBeUndefined();
    expect(session.document.frame).toEqual(frame);
    hand.act(recognizer.up(at(200, 100)));
  }
  void undoAction.run();
  expect(session.document.frame).toBeNull();
});
