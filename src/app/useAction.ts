import { useSyncExternalStore } from 'react';
import { isPossible, type Action } from '../actions/action';
import { spell } from '../actions/shortcuts';
import { useEditChoice } from '../jobs/editMode';
import { session } from '../editor/editor';
import { useModel } from '../engineState/model';
import { useResults } from '../library/results';
import { useRoute } from '../shell/route';
import { useRun } from '../jobs/run';
import { useSettings } from '../settings/settings';

function subscribe(changed: () => void): () => void {
  const stops = [useEditChoice, session, useModel, useResults, useRoute, useRun, useSettings].map((store) =>
    store.subscribe(changed),
  );
  return () => stops.forEach((stop) => stop());
}

/** What a button for an action needs; re-renders when the action becomes possible or impossible. */
export function useAction(action: Action) {
  const enabled = useSyncExternalStore(subscribe, () => isPossible(action));
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
