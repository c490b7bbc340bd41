import { watchDrops } from '../actions/drops';
import { createEngine } from '../engine/createEngine';
import { builtInCardUrl } from '../engine/modelAddress';
import { missingStore, part } from '../platform/part';
import { OutpaneError } from '../protocol/errors';
import { connectEngine, readBackendOverride, useEngine } from '../stores/engine';
import { startInstalledApp } from '../stores/installedApp';
import { openModel } from '../stores/model';
import { notify } from '../stores/notices';
import { followOtherTabs } from '../stores/otherTabs';
import { clearProblem, reportProblem } from '../stores/problem';
import { watchPrompt } from '../stores/promptReading';
import { watchRevisions } from '../stores/renewal';
import { followRoute } from '../stores/route';
import { useSettings } from '../stores/settings';
import type * as table from './table';

/** Lets the browser do what waits: a slow phone must not stand still while the app starts. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Starts what runs behind the first screen: the engine, the model's way here, the table, which it resolves with. Once for each page. */
export async function boot(): Promise<typeof table> {
  missingStore.subscribe(tellMissing);
  const loading = part(() => import('./table'));
  watchDrops();
  startInstalledApp();
  await breathe();
  followRoute();
  followOtherTabs(() => location.reload());
  const override = readBackendOverride(location.search);
  useEngine.setState({ override });
  connectEngine(createEngine(override ?? useSettings.getState().backend), notify);
  await breathe();
  void openModel(builtInCardUrl('starter'));
  watchRevisions();
  watchPrompt();
  const loaded = await loading;
  loaded.bootTable();
  return loaded;
}

function tellMissing({ missing }: { missing: number }): void {
  if (missing === 0) return clearProblem('app');
  reportProblem(
    'app',
    new OutpaneError({
      code: 'network',
      message: 'A part of Outpane has not arrived.',
      hint: 'It is asked for again until it comes, and nothing is lost.',
    }),
  );
}
