import { create } from 'zustand';
import { PERSISTENCE } from './persistence';

/** Whether it is still unknown what lies on the table. On a first visit nothing can, and the screen need not wait. */
export const useOpening = create<{ opening: boolean }>(() => ({ opening: hasBeenHere() }));

export const endOpening = () => useOpening.setState({ opening: false });

/** Whatever was typed or set is kept. */
function hasBeenHere(): boolean {
  try {
    return localStorage.getItem(PERSISTENCE.settings.key) !== null;
  } catch {
    return false;
  }
}
