import { expect, it } from 'vitest';
import { withFrame } from '../editor/document';
import { at } from '../editor/testing/opened';
import { session } from '../editor/editor';
import { hand, recognizer } from '../editor/hand';
import { redoAction, undoAction } from './editorActions';

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
