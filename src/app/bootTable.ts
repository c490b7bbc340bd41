import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/allActions';
import { onProblem, openEditor, session } from '../editor/editor';
import { limitEditor } from '../engineState/editorLimits';
import { watchAddress } from '../exchange/receive';
import { watchEditMode } from '../jobs/editMode';
import { reserveTiles, restoreJobs } from '../jobs/jobs';
import { followLosses, openNewest } from '../library/openedResult';
import { loadResults } from '../library/results';
import { toOutpaneError } from '../protocol/errors';
import { startLaunch } from '../pwa/launch';
import { endOpening } from '../shell/opening';
import { reportProblem } from '../shell/problem';
import { sweepOrphans } from '../storage/orphans';
import { openLaunch } from './openLaunch';

/** Starts what is done on the table: the kept pictures, the keys, what the app was opened with. Once for each page. */
export function bootTable(): void {
  onProblem(tell);
  limitEditor(session);
  followLosses();
  watchEditMode();
  void layTable();
  // Nobody waits for it, and the next start looks again.
  void sweepOrphans().catch(() => undefined);
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
  } catch (thrown) {
    tell(thrown);
  }
  endOpening();
  await startLaunch(openLaunch).catch(tell);
}
