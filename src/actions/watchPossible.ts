import type { EditorState } from '../editor/editorState';
import { session } from '../editor/editor';
import { useModel } from '../engineState/model';
import { useEditChoice } from '../jobs/editMode';
import { jobs } from '../jobs/jobs';
import { useOnItsWay } from '../library/openedResult';
import { useResults } from '../library/results';
import { installStore } from '../pwa/install';
import { pwaStore } from '../pwa/updateState';
import { useSettings } from '../settings/settings';
import { useRoute } from '../shell/route';

const STORES = [
  useEditChoice,
  useModel,
  useOnItsWay,
  useResults,
  useRoute,
  jobs.store,
  useSettings,
  installStore,
  pwaStore,
] as const;

/** The fields of the editor that say whether an action can be done. All others change while a pointer moves. */
export const ASKED = ['history', 'tool', 'target', 'held'] as const satisfies readonly (keyof EditorState)[];

/** Of what a hand holds or prepares counts that it is there, not how far it has been pulled. */
const differs = (now: EditorState, before: EditorState): boolean =>
  now.history !== before.history ||
  now.tool !== before.tool ||
  (now.target === null) !== (before.target === null) ||
  (now.held === null) !== (before.held === null);

/** Calls back whenever an action may have become possible or impossible; never for a pointer that moves. Returns the way to stop. */
export function watchPossible(changed: () => void): () => void {
  const stops = STORES.map((store) => store.subscribe(changed));
  const stop = session.subscribe((now, before) => {
    if (differs(now, before)) changed();
  });
  return () => [...stops, stop].forEach((end) => end());
}
