import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { missingStore, part } from './part';

const gone = new TypeError('Failed to fetch');

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('asks for a part until it arrives, once for all who wait, and tells while it does', async () => {
  const told: unknown[] = [];
  missingStore.subscribe((state) => told.push(state));
  const load = vi.fn<() => Promise<string>>();
  load.mockRejectedValueOnce(gone).mockRejectedValueOnce(gone).mockResolvedValue('here');
  const loadPart = part(load);
  const [first, second] = [loadPart(), loadPart()];
  await vi.advanceTimersByTimeAsync(2000);
  expect(load).toHaveBeenCalledTimes(2);
  expect(told).toEqual([{ missing: 1, cause: 'TypeError: Failed to fetch' }]);
  await vi.advanceTimersByTimeAsync(2000);
  await expect(first).resolves.toBe('here');
  await expect(second).resolves.toBe('here');
  await loadPart();
  expect(load).toHaveBeenCalledTimes(3);
  expect(told.at(-1)).toEqual({ missing: 0, cause: null });
});

it('tells nothing about one that arrives at once', async () => {
  const told = vi.fn();
  missingStore.subscribe(told);
  await expect(part(async () => 1)()).resolves.toBe(1);
  expect(told).not.toHaveBeenCalled();
});
