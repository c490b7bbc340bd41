import { create } from 'zustand';

/** Something short to tell that needs no decision; it goes away by itself. */
export interface Notice {
  id: number;
  message: string;
  /** A way back, as long as the notice is there. */
  undo?: () => void;
  /** Called once when the notice has gone and `undo` was not used. */
  onGone?: () => void;
}

/** Those that wait to be shown; whoever shows one takes it out. */
export const useNotices = create<{ waiting: Notice[] }>(() => ({ waiting: [] }));

let lastId = 0;

export function notify(message: string, more: Pick<Notice, 'undo' | 'onGone'> = {}): void {
  const notice = { id: ++lastId, message, ...more };
  useNotices.setState(({ waiting }) => ({ waiting: [...waiting, notice] }));
}

/** All waiting notices, which wait no longer. */
export function takeNotices(): Notice[] {
  const { waiting } = useNotices.getState();
  if (waiting.length > 0) useNotices.setState({ waiting: [] });
  return waiting;
}
