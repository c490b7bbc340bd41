import { limitsOf } from '../editor/editorState';
import type { EditorSession } from '../editor/session';
import { useModel } from './model';

/** Tells the editor what the model can do, now and whenever another card is read: the grid that edges snap to, its window. */
export function limitEditor(session: EditorSession): void {
  const limit = () => {
    const { card } = useModel.getState();
    if (card) session.set({ model: limitsOf(card.size) });
  };
  limit();
  useModel.subscribe((now, before) => {
    if (now.card !== before.card) limit();
  });
}
