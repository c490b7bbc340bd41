/** Chains of tasks by name, for browsers (and Node) without Web Locks: they order the tasks of this thread only. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs `task` while no other tab or thread of this origin runs one under the same name.
 * `onWait` is called when somebody else has the lock; aborting the signal gives up waiting (the task itself must look at it).
 */
export async function withLock<T>(
  name: string,
  options: { signal?: AbortSignal; onWait?: () => void },
  task: () => Promise<T>,
): Promise<T> {
  options.signal?.throwIfAborted();
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) return withLocalLock(name, options, task);

  const busy = Symbol('busy');
  const first = await locks.request(name, { ifAvailable: true }, (lock) => (lock ? task() : busy));
  if (first !== busy) return first as T;
  options.onWait?.();
  return await locks.request(name, { signal: options.signal }, task);
}

async function withLocalLock<T>(
  name: string,
  options: { signal?: AbortSignal; onWait?: () => void },
  task: () => Promise<T>,
): Promise<T> {
  const before = queues.get(name);
  if (before) options.onWait?.();
  const run = (before ?? Promise.resolve()).then(() => {
    options.signal?.throwIfAborted();
    return task();
  });
  const settled = run.catch(() => undefined);
  queues.set(name, settled);
  try {
    return await run;
  } finally {
    if (queues.get(name) === settled) queues.delete(name);
  }
}

/** Takes a lock and never gives it back: it is free again when this thread has ended, however it ended. Resolves once it is held. */
export function holdForLife(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const locks: LockManager | undefined = globalThis.navigator?.locks;
    if (!locks) return resolve();
    locks
      .request(name, () => {
        resolve();
        return new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}

/** Resolves when the thread that holds `name` for life has ended; never, where the browser has no Web Locks. */
export function whenHolderEnds(name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const locks: LockManager | undefined = globalThis.navigator?.locks;
    // A rejection here is our own abort: nobody waits any more.
    locks?.request(name, { signal }, () => resolve()).catch(() => undefined);
  });
}

/**
 * Takes a lock if it is free, or gets free within `patience` milliseconds. Gives the way to let go of it (else it is held as
 * long as this thread lives), or null. Always there where the browser has no Web Locks.
 */
export function tryHold(name: string, patience = 0): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    const locks: LockManager | undefined = globalThis.navigator?.locks;
    if (!locks) return resolve(() => undefined);
    const how = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
    locks
      .request(name, how, (lock) => {
        if (lock) return new Promise<void>((letGo) => resolve(letGo));
        resolve(null);
        return undefined;
      })
      .catch((thrown: unknown) => {
        if (thrown instanceof DOMException && thrown.name === 'TimeoutError') resolve(null);
        else reject(thrown);
      });
  });
}

/** How many hold what, where the browser (or Node) has no Web Locks: this thread's own only. */
const holders = new Map<string, number>();

/** Holds `name` together with whoever else does, until the returned function has been called (its promise: until it is free). */
export function holdShared(name: string): Promise<() => Promise<void>> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) {
    holders.set(name, (holders.get(name) ?? 0) + 1);
    let held = true;
    const release = async () => {
      if (held) holders.set(name, (holders.get(name) ?? 1) - 1);
      held = false;
    };
    return Promise.resolve(release);
  }
  return new Promise((resolve, reject) => {
    const ended: Promise<unknown> = locks.request(name, { mode: 'shared' }, () => {
      return new Promise<void>((letGo) => {
        resolve(async () => {
          letGo();
          await ended;
        });
      });
    });
    ended.catch(reject);
  });
}

/** Runs `task` if nobody holds `name`, and says whether it did; nobody gets to hold it meanwhile. */
export async function ifUnheld(name: string, task: () => Promise<void>): Promise<boolean> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) {
    if ((holders.get(name) ?? 0) > 0) return false;
    await task();
    return true;
  }
  return await locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await task();
    return lock !== null;
  });
}

/** Runs `task` while this tab holds `name` together with whoever else does. */
export async function withSharedLock<T>(name: string, task: () => Promise<T>): Promise<T> {
  const release = await holdShared(name);
  try {
    return await task();
  } finally {
    await release();
  }
}

/** Names of the locks that some tab or thread holds and that begin so; null where the browser can't say. */
export async function heldLocks(prefix: string): Promise<string[] | null> {
  const locks: LockManager | undefined = globalThis.navigator?.locks;
  if (!locks) return null;
  const { held = [] } = await locks.query();
  return held.flatMap(({ name = '' }) => (name.startsWith(prefix) ? [name] : []));
}
