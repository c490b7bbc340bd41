import { openLaunch } from './openLaunch';
import { watchAddress } from '../exchange/receive';
import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/allActions';
import { limitEditor } from '../engineState/editorLimits';
import { startLaunch } from '../pwa/launch';
import { watchEditMode } from '../jobs/editMode';
import { onProblem, openEditor, session } from '../editor/editor';
import { linkResults, openedResult } from '../library/openedResult';
import { endOpening } from '../shell/opening';
import { loadResults } from '../library/results';
import { toOutpaneError } from '../protocol/errors';
import { reportProblem } from '../shell/problem';

/** Starts what is done on the table: the kept pictures, the keys, what the app was opened with. Once for each page. */
export function bootTable(): void {
  onProblem(tell);
  limitEditor(session);
  linkResults();
  watchEditMode();
  void layTable();
  listenForShortcuts(ACTIONS);
  watchAddress();
}

const tell = (thrown: unknown) => reportProblem('storage', toOutpaneError(thrown));

/**
 * What was being edited comes first: the newest result is shown only where there is nothing of the kind. What the app was opened
 * with comes on top of either. What can't be brought back is told, and keeps nothing else away.
 */
async function layTable(): Promise<void> {
  try {
    const restored = await openEditor();
    if (restored) endOpening();
    // A picture may have been dropped meanwhile.
    await loadResults(!restored && !session.touched);
    await openedResult();
  } catch (thrown) {
    tell(thrown);
  }
  endOpening();
  await startLaunch(openLaunch).catch(tell);
}
