import { expect, it, vi } from 'vitest';
import { missingStore, part } from './part';

it('asks for a part until it arrives, and tells while it waits', async () => {
  vi.useFakeTimers();
  const missing: number[] = [];
  missingStore.subscribe((state) => missing.push(state.missing));
  const load = vi.fn<() => Promise<string>>();
  load.mockRejectedValueOnce(new TypeError('Failed to fetch')).mockRejectedValueOnce(new TypeError('Failed to fetch'));
  load.mockResolvedValue('here');
  const loaded = part(load);
  await vi.advanceTimersByTimeAsync(2000);
  expect(load).toHaveBeenCalledTimes(2);
  expect(missing).toEqual([1]);
  await vi.advanceTimersByTimeAsync(2000);
  await expect(loaded).resolves.toBe('here');
  expect(missing).toEqual([1, 0]);
  vi.useRealTimers();
});

it('tells nothing about one that arrives at once', async () => {
  const told = vi.fn();
  missingStore.subscribe(told);
  await expect(part(async () => 1)).resolves.toBe(1);
  expect(told).not.toHaveBeenCalled();
});
