import { useSyncExternalStore } from 'react';
import { isPossible, type Action } from '../actions/action';
import { spell } from '../actions/shortcuts';
import { watchPossible } from '../actions/watchPossible';

/** What a button for an action needs; re-renders when the action becomes possible or impossible. */
export function useAction(action: Action) {
  const enabled = useSyncExternalStore(watchPossible, () => isPossible(action));
  const [shortcut] = action.shortcuts ?? [];
  return {
    label: action.label,
    enabled,
    tip: enabled ? undefined : action.whyNot,
    shortcut: shortcut === undefined ? undefined : spell(shortcut),
    run: () => {
      if (isPossible(action)) void action.run();
    },
  };
}
