import { openLaunch } from './openLaunch';
import { watchAddress } from '../exchange/receive';
import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/allActions';
import { startLaunch } from '../pwa/launch';
import { watchEditMode } from '../jobs/editMode';
import { openEditor, session } from '../editor/editor';
import { reserveTiles, restoreJobs } from '../jobs/jobs';
import { followLosses, openNewest } from '../library/openedResult';
import { toOutpaneError } from '../protocol/errors';
import { endOpening } from '../shell/opening';
import { reportProblem } from '../shell/problem';
import { loadResults } from '../library/results';

/** Starts what is done on the table: the kept pictures, the keys, what the app was opened with. Once for each page. */
export function bootTable(): void {
  followLosses();
  watchEditMode();
  // What was being edited comes first: the newest result is shown only where there is nothing of the kind. What the app was opened
  // with comes on top of either.
  bringBack()
    .catch((thrown: unknown) => reportProblem('app', toOutpaneError(thrown)))
    .finally(endOpening);
  listenForShortcuts(ACTIONS);
  watchAddress();
}

async function bringBack(): Promise<void> {
  await reserveTiles();
  const restored = await openEditor();
  if (restored) endOpening();
  // Edits that waited start from what lies there.
  void restoreJobs();
  let opening = Promise.resolve();
  await loadResults(() => {
    // A picture may have been dropped meanwhile.
    if (!restored && !session.touched) opening = openNewest();
  });
  await opening;
  endOpening();
  await startLaunch(openLaunch);
}
