/** Which of a list's items are chosen, and where the keyboard is. Items are ids in the order that is shown. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** Where a range began. */
  readonly anchor: string | null;
  /** The item that the keyboard moves from. */
  readonly current: string | null;
}

export const NOTHING_CHOSEN: Selection = { chosen: new Set(), anchor: null, current: null };

/** The item alone. */
export function choose(id: string): Selection {
  return { chosen: new Set([id]), anchor: id, current: id };
}

/** The item in addition to the others, or taken out of them. */
export function toggle({ chosen }: Selection, id: string): Selection {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return { chosen: next, anchor: id, current: id };
}

/** All from the anchor to the item. With `add`, the others stay chosen. */
export function extend(selection: Selection, ids: readonly string[], id: string, add: boolean): Selection {
  const from = selection.anchor === null ? -1 : ids.indexOf(selection.anchor);
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return choose(id);
  const range = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...selection, chosen: new Set(add ? [...selection.chosen, ...range] : range), current: id };
}

export function chooseAll(selection: Selection, ids: readonly string[]): Selection {
  return { chosen: new Set(ids), anchor: ids[0] ?? null, current: selection.current ?? ids[0] ?? null };
}

/** None chosen; the keyboard stays where it is. */
export function chooseNone({ current }: Selection): Selection {
  return { chosen: new Set(), anchor: current, current };
}

/** The item `by` places further, stopped at both ends; the first where the keyboard was nowhere. Null in an empty list. */
export function neighbour({ current }: Selection, ids: readonly string[], by: number): string | null {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) return ids[0] ?? null;
  const next = at + by;
  // A step down from the row above a last, shorter row goes to its end; a step up from the first row stays.
  if (next >= ids.length) return by === 1 || at === ids.length - 1 ? (ids[at] ?? null) : (ids.at(-1) ?? null);
  return (next < 0 ? ids[at] : ids[next]) ?? null;
}

/**
 * The same after the list has changed: what has left it is not chosen any more, and the keyboard goes to the item that
 * took the lost one's place.
 */
export function keepTo(selection: Selection, before: readonly string[], ids: readonly string[]): Selection {
  const there = new Set(ids);
  const chosen = [...selection.chosen].filter((id) => there.has(id));
  const lost = selection.current !== null && !there.has(selection.current);
  if (chosen.length === selection.chosen.size && !lost) return selection;
  const current = lost ? heir(before, before.indexOf(selection.current ?? ''), there) : selection.current;
  const anchor = selection.anchor !== null && there.has(selection.anchor) ? selection.anchor : current;
  return { chosen: new Set(chosen), anchor, current };
}

function heir(before: readonly string[], at: number, there: ReadonlySet<string>): string | null {
  const after = before.slice(Math.max(0, at)).find((id) => there.has(id));
  return after ?? before.slice(0, Math.max(0, at)).findLast((id) => there.has(id)) ?? null;
}
