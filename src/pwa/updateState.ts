import { createStore } from 'zustand/vanilla';

/** What the UI shows of the installed app's own life. */
export interface PwaState {
  /** The app opens without a network from now on. */
  offlineReady: boolean;
  /** `ready`: a newer version waits for the person. `waiting`: they agreed, and it comes when the work at hand ends. */
  update: 'none' | 'ready' | 'waiting';
}

/** Read with zustand's `useStore(pwaStore, ...)`; written by registration.ts only. */
export const pwaStore = createStore<PwaState>(() => ({ offlineReady: false, update: 'none' }));
