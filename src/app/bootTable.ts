import { openLaunch } from '../actions/openLaunch';
import { watchAddress } from '../actions/receive';
import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/table';
import { startLaunch } from '../pwa/launch';
import { watchEditMode } from '../stores/editMode';
import { openEditor, session } from '../stores/editor';
import { linkResults, openedResult } from '../stores/openedResult';
import { endOpening } from '../stores/opening';
import { loadResults } from '../stores/results';

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
  listenForShortcuts(ACTIONS);
  watchAddress();
}
