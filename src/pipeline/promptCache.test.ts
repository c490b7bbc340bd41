import { expect, it } from 'vitest';
import { PromptCache } from './promptCache';

it('forgets the prompt that was not used for longest', () => {
  const cache = new PromptCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
});
