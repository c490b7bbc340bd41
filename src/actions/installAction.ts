import { INSTALL_WORDS, install, installStore } from '../pwa/install';
import { applyUpdate } from '../pwa/registration';
import { pwaStore } from '../pwa/updateState';
import { notify } from '../shell/notices';
import { isWorking } from '../jobs/jobs';
import type { Action } from './action';

/** Where the browser offers it; else says how it is done by hand. */
export const installAction: Action = {
  id: 'install',
  label: 'Install Outpane',
  group: 'Help',
  anywhere: true,
  enabled: () => installStore.getState().way !== 'none',
  run: async () => {
    if (installStore.getState().way === 'button') await install();
    else notify(`To install: ${INSTALL_WORDS}`);
  },
};

/** Where a new version waits. */
export const updateAction: Action = {
  id: 'update',
  label: 'Update Outpane',
  group: 'Help',
  anywhere: true,
  enabled: () => pwaStore.getState().update === 'ready',
  run: () => {
    applyUpdate();
    // The page goes on for now, and where this was chosen there is no room for a mark that says why.
    if (isWorking()) notify('The new version comes when nothing runs.');
  },
};
