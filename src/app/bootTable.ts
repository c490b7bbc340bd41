import { openLaunch } from './openLaunch';
import { watchAddress } from '../exchange/receive';
import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/allActions';
import { startLaunch } from '../pwa/launch';
import { watchEditMode } from '../jobs/editMode';
import { openEditor, session } from '../editor/editor';
import { linkResults, openedResult } from '../library/openedResult';
import { endOpening } from '../shell/opening';
import { loadResults } from '../library/results';
import { sweepOrphans } from '../storage/orphans';

/** Starts what is done on the table: the kept pictures, the keys, what the app was opened with. Once for each page. */
export function bootTable(): void {
  linkResults();
  watchEditMode();
  // What was being edited comes first: the newest result is shown only where there is nothing of the kind. What the app was opened
  // with comes on top of either.
  void openEditor()
    .then((restored) => {
      if (restored) endOpening();
      // A picture may have been dropped meanwhile.
      return loadResults(!restored && !session.touched);
    })
    .then(openedResult)
    .then(endOpening)
    .then(() => startLaunch(openLaunch));
  // Nobody waits for it, and the next start looks again.
  void sweepOrphans().catch(() => undefined);
  listenForShortcuts(ACTIONS);
  watchAddress();
}
