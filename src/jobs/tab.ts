import { ifUnheld, tryHold } from '../platform/locks';
import { newId } from '../platform/newId';
import { remember, remembered } from '../platform/tabMemory';

/** This tab, told from others: its jobs are its own, also after a reload. */
export interface Tab {
  id: string;
  /** Whether another tab of that id is open. */
  isOpen(id: string): Promise<boolean>;
}

/** Under which name a tab remembers who it is over a reload. */
const OWN_TAB = 'outpane.tab';

/** A page that is being reloaded lets go of its name a moment after the new one has started. */
const RELOAD_PATIENCE = 2000;

const lockName = (id: string) => `outpane-jobs-of:${id}`;

/** The tab before the reload, or a new one: a tab that was duplicated brings the name of one that is open. Never rejects. */
export async function openTab(patience = RELOAD_PATIENCE): Promise<Tab> {
  const before = remembered(OWN_TAB);
  const id = before !== null && (await hold(before, patience)) ? before : newId();
  if (id !== before) {
    await hold(id, 0);
    remember(OWN_TAB, id);
  }
  return { id, isOpen: async (other) => !(await ifUnheld(lockName(other), async () => undefined)) };
}

async function hold(id: string, patience: number): Promise<boolean> {
  try {
    return (await tryHold(lockName(id), patience)) !== null;
  } catch {
    return false;
  }
}
