import { del, delMany, get, getMany, keys, promisifyRequest, set, values, type UseStore } from 'idb-keyval';
import { isTransient, storageClosed, toStorageError } from './storageErrors';

/**
 * Everything that is kept on the device. Each store is a database of its own, with one object store of the same name:
 * so a store can be added without a version number, and an open tab with older code blocks nothing.
 */
export const STORES = {
  /** Model chunks. Key: file sha256:chunk size:index (chunks.ts). Value: Blob, or ArrayBuffer where Blobs can't be kept. */
  weights: 'outpane-weights',
  /** What is installed. Key: the card's absolute URL. Value: ModelRecord (modelRecords.ts). */
  models: 'outpane-models',
  /** Finished pictures as PNG. Key: the picture's id (pictures.ts). */
  pictures: 'outpane-pictures',
  /** Their thumbnails, and what is known about them: apart, so that a list of thousands reads no pixels. Same keys. */
  thumbnails: 'outpane-thumbnails',
  pictureMeta: 'outpane-picture-meta',
  /** Pictures being edited. Key: the document's id. */
  documents: 'outpane-documents',
  /** Pictures and edits that wait to be made, or were cut off. Key: the job's id (jobs/jobRecords.ts). */
  jobs: 'outpane-jobs',
  /** The person's settings. Key: the store slice's name. */
  settings: 'outpane-settings',
} as const;

export type StoreName = keyof typeof STORES;

/** A map that outlives the page. All rejections are OutpaneError with code `storage-full` or `storage-refused`. */
export interface KeyValueStore<T> {
  get(key: string): Promise<T | undefined>;
  getMany(keys: string[]): Promise<(T | undefined)[]>;
  set(key: string, value: T): Promise<void>;
  /** All or none. */
  setMany(entries: [string, T][]): Promise<void>;
  /** Reads and writes in one transaction, so that two tabs don't lose each other's change. */
  update(key: string, change: (old: T | undefined) => T): Promise<void>;
  /** Changes the values that are there, all in one transaction; resolves with the new ones. Keys without a value are passed over. */
  updateMany(keys: string[], change: (old: T) => T): Promise<T[]>;
  delete(keys: string | string[]): Promise<void>;
  /** In their order. */
  keys(): Promise<string[]>;
  /** In the order of their keys. */
  values(): Promise<T[]>;
  /** The same of the keys from `first` to `last`, both included: a part at a time, where all at once would hold the page up. */
  valuesBetween(first: string, last: string): Promise<T[]>;
}

/** Opens (on first use) the store on the device. The type of the values is the caller's word: check what matters after reading. */
export function openStore<T>(name: StoreName): KeyValueStore<T> {
  const use = useDatabase(STORES[name], name);
  const mapped = async <R>(work: Promise<R>): Promise<R> => {
    try {
      return await work;
    } catch (thrown) {
      throw toStorageError(thrown);
    }
  };
  return {
    get: (key) => mapped(get<T>(key, use)),
    getMany: (list) => mapped(getMany<T>(list, use)),
    set: (key, value) => mapped(set(key, value, use)),
    setMany: (entries) => mapped(use('readwrite', (objects) => putAll(objects, entries))),
    update: (key, change) =>
      mapped(use('readwrite', (objects) => updateIn(objects, [key], change))).then(() => undefined),
    updateMany: (list, change) =>
      mapped(
        use('readwrite', (objects) =>
          updateIn<T>(objects, list, (old) => (old === undefined ? undefined : change(old))),
        ),
      ),
    delete: (which) => mapped(typeof which === 'string' ? del(which, use) : delMany(which, use)),
    keys: async () => (await mapped(keys(use))).filter((key) => typeof key === 'string'),
    values: () => mapped(values<T>(use)),
    valuesBetween: (first, last) =>
      mapped(use('readonly', (objects) => promisifyRequest<T[]>(objects.getAll(IDBKeyRange.bound(first, last))))),
  };
}

/** Commits without waiting for the answers: what a page writes in its last moment arrives, too. */
async function putAll(objects: IDBObjectStore, entries: [string, unknown][]): Promise<void> {
  const puts = entries.map(([key, value]) => objects.put(value, key));
  objects.transaction.commit?.();
  try {
    await promisifyRequest(objects.transaction);
  } catch (thrown) {
    // WebKit commits although something could not be put, and the transaction knows of no error then.
    throw thrown ?? puts.find((put) => put.readyState === 'done' && put.error)?.error;
  }
}

/** The values that `change` gives; where it gives undefined, nothing is written. */
async function updateIn<T>(
  objects: IDBObjectStore,
  list: string[],
  change: (old: T | undefined) => T | undefined,
): Promise<T[]> {
  const changed: T[] = [];
  let failure: unknown;
  for (const key of list) {
    const request: IDBRequest<T | undefined> = objects.get(key);
    request.onsuccess = () => {
      try {
        const value = change(request.result);
        if (value === undefined) return;
        changed.push(value);
        objects.put(value, key);
      } catch (error) {
        failure ??= error;
        objects.transaction.abort();
      }
    };
  }
  try {
    await promisifyRequest(objects.transaction);
  } catch (thrown) {
    throw failure ?? thrown;
  }
  return changed;
}

/** The same for as long as the thread lives, for browsers that store nothing. */
export function memoryStore<T>(): KeyValueStore<T> {
  const map = new Map<string, T>();
  return {
    get: async (key) => map.get(key),
    getMany: async (list) => list.map((key) => map.get(key)),
    set: async (key, value) => void map.set(key, value),
    setMany: async (entries) => entries.forEach(([key, value]) => map.set(key, value)),
    update: async (key, change) => void map.set(key, change(map.get(key))),
    updateMany: async (list, change) =>
      list.flatMap((key) => {
        const old = map.get(key);
        if (old === undefined) return [];
        const value = change(old);
        map.set(key, value);
        return [value];
      }),
    delete: async (which) => [which].flat().forEach((key) => map.delete(key)),
    keys: async () => [...map.keys()].sort(),
    values: async () => sorted(map).map(([, value]) => value),
    valuesBetween: async (first, last) =>
      sorted(map).flatMap(([key, value]) => (key >= first && key <= last ? [value] : [])),
  };
}

const sorted = <T>(map: Map<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** Waits in ms before a transaction that the browser let go of is tried again. Every work here can be done twice. */
const RETRIES = [0, 50, 250];

/** Set once nothing may be read or written any more. */
let closed = false;
const connections = new Set<IDBDatabase>();

/**
 * Closes everything that this thread has open; from now on every access rejects with `storage-refused`. What has begun is still
 * written. Only a reload opens again: for a page whose data is about to be deleted.
 */
export function closeStorage(): void {
  closed = true;
  for (const db of connections) db.close();
  connections.clear();
}

/**
 * idb-keyval's own createStore with two differences: relaxed durability (a write need not wait for the disk; what a power
 * cut can lose is fetched or made again), and new tries on a new connection when the browser has closed the old one behind our
 * back, or lost it in the middle of the work, as iOS does while the app is in the background.
 */
function useDatabase(database: string, store: string): UseStore {
  let opening: Promise<IDBDatabase> | undefined;
  const open = () => {
    opening ??= openDatabase(database, store, () => (opening = undefined)).catch((thrown: unknown) => {
      opening = undefined;
      throw thrown;
    });
    return opening;
  };

  return async (mode, callback) => {
    for (let tries = 0; ; tries++) {
      const connection = open();
      try {
        const db = await connection;
        return await callback(db.transaction(store, mode, { durability: 'relaxed' }).objectStore(store));
      } catch (thrown) {
        const wait = RETRIES[tries];
        if (closed) throw storageClosed();
        if (wait === undefined || !isTransient(thrown)) throw thrown;
        // Others may have opened a new one meanwhile. The old one is closed when what still runs on it has ended.
        if (opening === connection) opening = undefined;
        void connection.then(letGo, () => undefined);
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
}

function letGo(db: IDBDatabase): void {
  connections.delete(db);
  db.close();
}

async function openDatabase(database: string, store: string, onClosed: () => void): Promise<IDBDatabase> {
  if (closed) throw storageClosed();
  const request = indexedDB.open(database);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  const db = await promisifyRequest(request);
  connections.add(db);
  db.onclose = () => {
    connections.delete(db);
    onClosed();
  };
  // Somebody wants to delete the database ("clear site data"): a connection that stays open would block them.
  db.onversionchange = () => {
    letGo(db);
    onClosed();
  };
  if (closed) {
    letGo(db);
    throw storageClosed();
  }
  return db;
}
