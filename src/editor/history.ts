/** Steps that can be undone. */
export const HISTORY_LIMIT = 100;

export interface HistoryEntry<T> {
  readonly id: string;
  /** What made this state, as the history list says it. */
  readonly label: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly state: T;
  /** Changes with the same mark that follow each other are one step (a frame moved by ten key presses). */
  readonly merge?: string;
}

/** All states that can be gone back or forward to; the present one is `entries[index]`. Never empty, never written. */
export interface History<T> {
  readonly entries: readonly HistoryEntry<T>[];
  readonly index: number;
}

export function startHistory<T>(entry: HistoryEntry<T>): History<T> {
  return { entries: [entry], index: 0 };
}

export function present<T>(history: History<T>): HistoryEntry<T> {
  const entry = history.entries[history.index];
  if (!entry) throw new RangeError(`History index ${history.index} of ${history.entries.length}`);
  return entry;
}

/** A new state: what could be redone is gone, and the oldest step is forgotten beyond the limit. */
export function push<T>(history: History<T>, entry: HistoryEntry<T>, limit = HISTORY_LIMIT): History<T> {
  const now = present(history);
  if (Object.is(entry.state, now.state)) return history;
  const merged = entry.merge !== undefined && entry.merge === now.merge && history.index > 0;
  const kept = history.entries.slice(0, history.index + (merged ? 0 : 1));
  const entries = [...kept, entry].slice(-(limit + 1));
  return { entries, index: entries.length - 1 };
}

/** Changes the present state without making a step; what can be redone stays. `id` is new, so that what is stored under the old one is replaced. */
export function amend<T>(history: History<T>, state: T, id: string): History<T> {
  const now = present(history);
  if (Object.is(state, now.state)) return history;
  return { entries: history.entries.with(history.index, { ...now, id, state }), index: history.index };
}

/** Goes to a step; indexes beyond the ends mean the ends. */
export function jump<T>(history: History<T>, index: number): History<T> {
  const to = Math.min(Math.max(Math.trunc(index), 0), history.entries.length - 1);
  return to === history.index ? history : { entries: history.entries, index: to };
}

export const canUndo = (history: History<unknown>): boolean => history.index > 0;
export const canRedo = (history: History<unknown>): boolean => history.index < history.entries.length - 1;

/**
 * Forgets the oldest steps, then the farthest redo ones, until the rest costs at most `budget`; the present state always stays.
 * `cost` says what a list of states takes together, since they share most of it.
 */
export function fitHistory<T>(history: History<T>, budget: number, cost: (states: T[]) => number): History<T> {
  let { entries, index } = history;
  while (entries.length > 1 && cost(entries.map((entry) => entry.state)) > budget) {
    if (index > 0) {
      entries = entries.slice(1);
      index--;
    } else {
      entries = entries.slice(0, -1);
    }
  }
  return entries === history.entries ? history : { entries, index };
}
