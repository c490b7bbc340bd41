import { watchDrops } from '../exchange/drops';
import { createEngine } from '../engine/createEngine';
import { builtInCardUrl } from '../engine/modelAddress';
import { missingStore, part } from '../platform/part';
import { STARTER } from '../protocol/starter';
import { connectEngine, readBackendOverride, useEngine } from '../engineState/engine';
import { startInstalledApp } from './installedApp';
import { partProblem } from './partProblem';
import { openModel } from '../engineState/model';
import { notify } from '../shell/notices';
import { followOtherTabs } from '../settings/otherTabs';
import { stopWriting } from '../exchange/deleteEverything';
import { clearProblem, reportProblem, useProblem } from '../shell/problem';
import { followModel } from '../jobs/jobs';
import { watchPrompt } from '../jobs/promptReading';
import { followForming } from '../jobs/stageForming';
import { watchRevisions } from '../engineState/renewal';
import { followRoute } from '../shell/route';
import { useSettings } from '../settings/settings';
import type * as table from './tableParts';

const loadTable = part(() => import('./tableParts'));

/** Lets the browser do what waits: a slow phone must not stand still while the app starts. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Starts what runs behind the first screen: the engine, the model's way here, the table, which it resolves with. Once for each page. */
export async function boot(): Promise<typeof table> {
  tellMissing(missingStore.getState());
  missingStore.subscribe(tellMissing);
  const loading = loadTable();
  watchDrops();
  startInstalledApp();
  await breathe();
  followRoute();
  followOtherTabs({ stop: stopWriting, over: () => location.reload() });
  const override = readBackendOverride(location.search);
  useEngine.setState({ override });
  connectEngine(createEngine(override ?? useSettings.getState().backend), notify);
  await breathe();
  followForming();
  followModel();
  void openModel(builtInCardUrl(STARTER.id));
  watchRevisions();
  watchPrompt();
  const loaded = await loading;
  loaded.bootTable();
  return loaded;
}

/** What else is wrong is not covered by it: a network that fails shows in more ways than one. */
function tellMissing({ missing, cause }: { missing: number; cause: string | null }): void {
  if (missing === 0) return clearProblem('app');
  if (useProblem.getState().problem) return;
  reportProblem('app', partProblem(cause));
}
