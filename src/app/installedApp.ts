import { watchConnection } from '../platform/connection';
import { watchInstall } from '../pwa/install';
import { watchForTouch } from '../pwa/isolationReload';
import { appScope, keepEngine, startServiceWorker } from '../pwa/registration';
import { followRuns } from '../jobs/followRuns';
import { useEngine } from '../engineState/engine';
import { isWorking } from '../jobs/jobs';

/** What a page may be told before its first paint. Call first of all in main.tsx; once in a page's life. */
export function listenFromTheStart(): void {
  watchForTouch();
  watchInstall();
}

/** What makes a page an app: offline, updates, the screen and the icon while it works. Once in a page's life. */
export function startInstalledApp(): void {
  watchConnection();
  followRuns(new URL('icons/192.png', appScope()).href);
  useEngine.subscribe(({ state }) => {
    if (state.status === 'ready') keepEngine(state.info.build);
  });
  void startServiceWorker({ isBusy: isWorking });
}
