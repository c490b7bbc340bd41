import { openLaunch } from '../actions/openLaunch';
import { watchAddress, watchDrops } from '../actions/receive';
import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/table';
import { createEngine } from '../engine/createEngine';
import { builtInCardUrl } from '../engine/modelAddress';
import { startLaunch } from '../pwa/launch';
import { connectEngine, readBackendOverride, useEngine } from '../stores/engine';
import { watchEditMode } from '../stores/editMode';
import { openEditor } from '../stores/editor';
import { startInstalledApp } from '../stores/installedApp';
import { openModel } from '../stores/model';
import { notify } from '../stores/notices';
import { followOtherTabs } from '../stores/otherTabs';
import { linkResults } from '../stores/openedResult';
import { watchPrompt } from '../stores/promptReading';
import { watchRevisions } from '../stores/renewal';
import { loadResults } from '../stores/results';
import { followRoute } from '../stores/route';
import { useSettings } from '../stores/settings';

/** Starts what runs behind the screen: the engine, the model's way here, the kept pictures, the keys. Once for each page. */
export function boot(): void {
  startInstalledApp();
  followRoute();
  followOtherTabs(() => location.reload());
  const override = readBackendOverride(location.search);
  useEngine.setState({ override });
  connectEngine(createEngine(override ?? useSettings.getState().backend), notify);
  void openModel(builtInCardUrl('starter'));
  watchRevisions();
  linkResults();
  watchEditMode();
  // What was being edited comes first: the newest result is shown only where there is nothing of the kind. What the app was opened
  // with comes on top of either.
  void openEditor()
    .then((restored) => loadResults(!restored))
    .then(() => startLaunch(openLaunch));
  watchPrompt();
  listenForShortcuts(ACTIONS);
  watchAddress();
  watchDrops();
}
