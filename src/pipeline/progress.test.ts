import { expect, it } from 'vitest';
import { LazySession } from './lazySession';
import { Progress } from './progress';
import { PromptCache } from './promptCache';
import type { Session } from '../runtime/runtime';

it('guesses the time left from the steps so far, the slow first one forgotten, and a decoding per pass', () => {
  const progress = new Progress(6, () => 0.5);
  const left = [10, 1, 2, 3, 2, 2].map((seconds, i) => {
    const event = progress.step(
      { picture: Math.floor(i / 3), pictures: 2, tile: 1, tiles: 1, steps: 3 },
      (i % 3) + 1,
      seconds,
    );
    return event.kind === 'step' ? event.secondsLeft : NaN;
  });
  expect(left).toEqual([5 * 10 + 1, 4 * 1 + 1, 3 * 1.5 + 1, 2 * 2 + 0.5, 2 + 0.5, 0.5]);
});

it('forgets the prompt that was not used for longest', () => {
  const cache = new PromptCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
});

it('makes a lazy session once, again after a release, and again after a failure', async () => {
  let made = 0;
  let released = 0;
  const lazy = new LazySession(() => {
    made++;
    if (made === 3) return Promise.reject(new Error('no'));
    return Promise.resolve({ release: () => Promise.resolve(void released++) } as unknown as Session);
  });
  await lazy.release();
  expect(made).toBe(0);
  expect(await lazy.get()).toBe(await lazy.get());
  expect(made).toBe(1);
  await lazy.release();
  await lazy.release();
  expect(released).toBe(1);
  await lazy.get();
  await lazy.release();
  await expect(lazy.get()).rejects.toThrow('no');
  await expect(lazy.get()).resolves.toBeDefined();
  expect(made).toBe(4);
});
