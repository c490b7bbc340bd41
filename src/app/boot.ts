import { openLaunch } from '../actions/openLaunch';
import { listenForShortcuts } from '../actions/shortcuts';
import { ACTIONS } from '../actions/table';
import { createEngine } from '../engine/createEngine';
import { builtInCardUrl } from '../engine/modelAddress';
import { startLaunch } from '../pwa/launch';
import { connectEngine, readBackendOverride, useEngine } from '../stores/engine';
import { startInstalledApp } from '../stores/installedApp';
import { openModel } from '../stores/model';
import { notify } from '../stores/notices';
import { watchPrompt } from '../stores/promptReading';
import { loadResults } from '../stores/results';
import { useSettings } from '../stores/settings';

/** Starts what runs behind the screen: the engine, the model's way here, the kept pictures, the keys. Once for each page. */
export function boot(): void {
  startInstalledApp();
  const override = readBackendOverride(location.search);
  useEngine.setState({ override });
  connectEngine(createEngine(override ?? useSettings.getState().backend), notify);
  void openModel(builtInCardUrl('starter'));
  void loadResults();
  watchPrompt();
  listenForShortcuts(ACTIONS);
  void startLaunch(openLaunch);
}
