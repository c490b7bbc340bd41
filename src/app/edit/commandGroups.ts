import type { Action } from '../../actions/action';

/** Actions in the groups of their table, each group where its first action stands. */
export function commandGroups(actions: readonly Action[]): [Action['group'], Action[]][] {
  const groups = new Map<Action['group'], Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups];
}
