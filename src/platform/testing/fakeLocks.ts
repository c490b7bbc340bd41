interface Held {
  name: string;
  mode: LockMode;
}

/**
 * As much of Web Locks as the app uses, for several "tabs" in one thread of Node: shared and exclusive locks that wait for each
 * other, and `ifAvailable`.
 */
export function fakeLocks(): Pick<LockManager, 'request' | 'query'> {
  const held: Held[] = [];
  const waiting: (() => void)[] = [];
  const isFree = ({ name, mode }: Held) =>
    !held.some((other) => other.name === name && (mode === 'exclusive' || other.mode === 'exclusive'));

  async function request(name: string, options: LockOptions, task: (lock: Lock | null) => unknown): Promise<unknown> {
    const lock: Held = { name, mode: options.mode ?? 'exclusive' };
    if (options.ifAvailable && !isFree(lock)) return task(null);
    while (!isFree(lock)) await new Promise<void>((resolve) => waiting.push(resolve));
    held.push(lock);
    try {
      return await task(lock);
    } finally {
      held.splice(held.indexOf(lock), 1);
      for (const wake of waiting.splice(0)) wake();
    }
  }

  return {
    query: async () => ({ held: held.map(({ name, mode }) => ({ name, mode })), pending: [] }),
    request: ((name: string, ...rest: unknown[]) => {
      const [options, task] = rest.length === 1 ? [{}, rest[0]] : rest;
      return request(name, options as LockOptions, task as (lock: Lock | null) => unknown);
    }) as LockManager['request'],
  };
}
