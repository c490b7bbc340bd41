import { createJSONStorage, type PersistOptions, type StateStorage } from 'zustand/middleware';
import { notify } from './notices';

/**
 * Where everything that outlives the page is kept. One table, so that "what do you know about me" and "delete all" have one answer.
 * `local` is localStorage under `key`, read before the first paint; `database` is IndexedDB (storage/keyValue.ts, STORES).
 */
export const PERSISTENCE = {
  /** The prompt and all settings of the next picture (settings.ts). */
  settings: { where: 'local', key: 'outpane.settings', version: 1 },
  /** How the screen is arranged, and the theme (layout.ts). */
  layout: { where: 'local', key: 'outpane.layout', version: 1 },
  /** The person's own prompt styles (promptStyles.ts) and named presets of settings (presets.ts). */
  styles: { where: 'local', key: 'outpane.styles', version: 1 },
  presets: { where: 'local', key: 'outpane.presets', version: 1 },
  /** What the app does while nobody looks (background.ts). */
  background: { where: 'local', key: 'outpane.background', version: 1 },
  /** Finished pictures with their requests (storage/pictures.ts). */
  pictures: { where: 'database', stores: ['pictures', 'thumbnails', 'pictureMeta'] },
  /** Model files and what is known about them (storage/weights.ts). */
  models: { where: 'database', stores: ['weights', 'models'] },
  /** Pictures being edited, with their histories (storage/documents.ts). */
  documents: { where: 'database', stores: ['documents'] },
  /** What waits in the queue, or was cut off by a reload (jobs/jobRecords.ts). */
  jobs: { where: 'database', stores: ['jobs'] },
} as const;

export type LocalSlice = {
  [K in keyof typeof PERSISTENCE]: (typeof PERSISTENCE)[K] extends { where: 'local' } ? K : never;
}[keyof typeof PERSISTENCE];

let toldFull = false;

/** Throws where the browser refuses it. What can't be written goes on in memory: nothing that a person does fails for it. */
function localStore(): StateStorage {
  const storage = localStorage;
  return {
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => {
      try {
        storage.setItem(key, value);
      } catch {
        if (toldFull) return;
        toldFull = true;
        notify('The browser’s storage is full. Settings hold until this page is closed.');
      }
    },
    removeItem: (key) => storage.removeItem(key),
  };
}

/**
 * zustand's persist options for a slice of the table. `keep` picks what is written; `read` makes sound values of what an
 * older version, another tab or a curious person left there (it must not throw). Where localStorage is refused, nothing is kept.
 */
export function persisted<S, Kept>(
  slice: LocalSlice,
  keep: (state: S) => Kept,
  read: (kept: unknown) => Partial<S>,
): PersistOptions<S, Kept> {
  const { key, version } = PERSISTENCE[slice];
  return {
    name: key,
    version,
    storage: createJSONStorage<Kept>(localStore),
    partialize: keep,
    migrate: (kept) => kept as Kept,
    merge: (kept, current) => ({ ...current, ...read(kept) }),
  };
}
