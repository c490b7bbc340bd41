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
function localStore(version: number): StateStorage {
  const storage = besideNewer(localStorage, version);
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
 * older version, another tab or a curious person left there (it must not throw, and what it can't read it hands to the state
 * for `keep` to write again). What a newer version has written is read as far as that goes, and not written over: this
 * version's own goes beside it. Where localStorage is refused, nothing is kept.
 */
export function persisted<S, Kept>(
  slice: LocalSlice,
  keep: (state: S) => Kept,
  read: (kept: unknown, current: S) => Partial<S>,
): PersistOptions<S, Kept> {
  const { key, version } = PERSISTENCE[slice];
  return {
    name: key,
    version,
    storage: createJSONStorage<Kept>(() => localStore(version)),
    partialize: keep,
    migrate: (kept) => kept as Kept,
    merge: (kept, current) => ({ ...current, ...read(kept, current) }),
  };
}

/**
 * The same for a slice that is one value a name. A value that can't be read, and names that this version does not know, are
 * written again as they were, until the person changes what stands in their place.
 */
export function persistedFields<S extends object, Kept extends object>(
  slice: LocalSlice,
  keep: (state: S) => Kept,
  readField: (name: string, value: unknown) => unknown,
): PersistOptions<S, Kept> {
  let rest: [name: string, raw: unknown, standIn: unknown][] = [];
  const unchanged = (kept: Kept) =>
    rest.filter(([name, , standIn]) => !Object.hasOwn(kept, name) || Object.is(fieldOf(kept, name), standIn));
  return persisted<S, Kept>(
    slice,
    (state) => {
      const kept = keep(state);
      return { ...kept, ...Object.fromEntries(unchanged(kept).map(([name, raw]) => [name, raw])) };
    },
    (kept, current) => {
      const read = readFields<Partial<S>>(kept, readField);
      rest = Object.entries(read.rest).map(([name, raw]) => [name, raw, fieldOf(current, name)]);
      return read.known;
    },
  );
}

const fieldOf = (value: object, name: string): unknown => (value as Record<string, unknown>)[name];

/** Puts a slice's text there as a backup has it. Throws where localStorage refuses. */
export function writeSlice(slice: LocalSlice, text: string): void {
  const { key, version } = PERSISTENCE[slice];
  besideNewer(localStorage, version).setItem(key, text);
}

/** Where a version keeps a slice that a newer one has written: "outpane.settings@1". */
const besideKey = (key: string, version: number): string => `${key}@${version}`;

/** The storage as one version may use it. */
function besideNewer(storage: Storage, version: number) {
  const placeOf = (key: string) => (versionIn(storage.getItem(key)) > version ? besideKey(key, version) : key);
  return {
    getItem: (key: string) => storage.getItem(placeOf(key)) ?? storage.getItem(key),
    setItem: (key: string, value: string) => storage.setItem(placeOf(key), value),
    removeItem: (key: string) => storage.removeItem(placeOf(key)),
  };
}

/** The version of a slice as it was written; 0 where there is none. */
function versionIn(text: string | null): number {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    const version = typeof kept === 'object' && kept !== null && 'version' in kept ? kept.version : 0;
    return typeof version === 'number' ? version : 0;
  } catch {
    return 0;
  }
}

/**
 * The values of a slice that is one value a name: `readField` says what each is today, undefined where it can't be read. Those,
 * and names that it does not know, are the rest.
 */
export function readFields<T extends object>(
  kept: unknown,
  readField: (name: string, value: unknown) => unknown,
): { known: Partial<T>; rest: Record<string, unknown> } {
  const known: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) {
    for (const [name, raw] of Object.entries(kept)) {
      const value = readField(name, raw);
      if (value === undefined) rest[name] = raw;
      else known[name] = value;
    }
  }
  return { known: known as Partial<T>, rest };
}

/** A list of what can't be read with more of it; what is there already is not added twice. */
export function withUnread(unread: readonly unknown[], more: readonly unknown[]): unknown[] {
  const here = new Set(unread.map((one) => JSON.stringify(one)));
  return [...unread, ...more.filter((one) => !here.has(JSON.stringify(one)))];
}
