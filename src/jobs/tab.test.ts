import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTab } from './tab';

/** The browser's locks as far as tabs use them: by name, exclusive, given up by nobody but `close`. */
class FakeLocks {
  readonly held = new Set<string>();

  async request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    task: (lock: object | null) => unknown,
  ) {
    if (this.held.has(name)) {
      if (options.ifAvailable) return task(null);
      await new Promise<void>((resolve, reject) => {
        const look = setInterval(() => {
          if (!this.held.has(name)) resolve();
          if (options.signal?.aborted) reject(options.signal.reason as Error);
          if (!this.held.has(name) || options.signal?.aborted) clearInterval(look);
        }, 1);
      });
    }
    this.held.add(name);
    const kept = task({});
    // What is held for life does not settle.
    const over = Promise.resolve(kept).finally(() => this.held.delete(name));
    return over;
  }
}

let locks: FakeLocks;
let kept: Map<string, string>;

beforeEach(() => {
  locks = new FakeLocks();
  kept = new Map();
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});

afterEach(() => vi.unstubAllGlobals());

it('is the same tab after a reload, and another one beside it', async () => {
  const before = await openTab();
  locks.held.clear();
  const after = await openTab();
  expect(after.id).toBe(before.id);
  kept.clear();
  const beside = await openTab();
  expect(beside.id).not.toBe(before.id);
  expect(await beside.isOpen(before.id)).toBe(true);
  expect(await before.isOpen(beside.id)).toBe(true);
});

it('waits a moment for the page that is being reloaded', async () => {
  const before = await openTab();
  setTimeout(() => locks.held.clear(), 5);
  expect((await openTab(500)).id).toBe(before.id);
});

it('is a new one where it was duplicated: the other still has the name', async () => {
  const first = await openTab();
  const copy = await openTab(5);
  expect(copy.id).not.toBe(first.id);
  locks.held.clear();
  expect((await openTab()).id).toBe(copy.id);
});

it('knows of a closed tab that it is closed', async () => {
  const first = await openTab();
  kept.clear();
  const second = await openTab();
  locks.held.clear();
  expect(await second.isOpen(first.id)).toBe(false);
});

it('works where storage and locks are refused', async () => {
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('no', 'SecurityError')) } });
  vi.stubGlobal('sessionStorage', undefined);
  expect((await openTab()).id).not.toBe('');
});
