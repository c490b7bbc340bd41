import { watchConnection } from '../platform/connection';
import { watchInstall } from '../pwa/install';
import { watchForTouch } from '../pwa/isolationReload';
import { appScope, keepEngine, startServiceWorker } from '../pwa/registration';
import { followRuns } from './background';
import { useEngine } from './engine';
import { isRunning } from './run';

/**
 * What makes a page an app: offline, updates, installing, the screen and the icon while it works. Call first of all in
 * main.tsx, before the first paint; once in a page's life.
 */
export function startInstalledApp(): void {
  watchForTouch();
  watchInstall();
  watchConnection();
  followRuns(new URL('icons/192.png', appScope()).href);
  useEngine.subscribe(({ state }) => {
    if (state.status === 'ready') keepEngine(state.info.build);
  });
  void startServiceWorker({ isBusy: isRunning });
}
