import type { EditorSession } from '../editor/session';
import { useModel } from './model';

/** Tells the editor what the model can do, now and whenever another card is read: the grid that edges snap to, its window. */
export function limitEditor(session: EditorSession): void {
  const limit = () => {
    const { card } = useModel.getState();
    if (!card) return;
    const { native, grid, min, max } = card.size;
    session.set({ model: { native: { width: native, height: native }, grid, minSide: min, maxSide: max } });
  };
  limit();
  useModel.subscribe((now, before) => {
    if (now.card !== before.card) limit();
  });
}
