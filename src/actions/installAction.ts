import { INSTALL_WORDS, install, installStore } from '../pwa/install';
import { notify } from '../stores/notices';
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
