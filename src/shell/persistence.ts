import { createJSONStorage, type PersistOptions } from 'zustand/middleware';

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
} as const;

export type LocalSlice = {
  [K in keyof typeof PERSISTENCE]: (typeof PERSISTENCE)[K] extends { where: 'local' } ? K : never;
}[keyof typeof PERSISTENCE];

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
    storage: createJSONStorage<Kept>(() => localStorage),
    partialize: keep,
    migrate: (kept) => kept as Kept,
    merge: (kept, current) => ({ ...current, ...read(kept) }),
  };
}
