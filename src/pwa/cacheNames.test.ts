import { expect, it } from 'vitest';
import { cacheNames, ownCaches } from './cacheNames';

it('finds the caches of one copy of the app among those of its neighbours', () => {
  const one = Object.values(cacheNames('https://h/a/'));
  const two = Object.values(cacheNames('https://h/a/b/'));
  expect(ownCaches([...one, ...two, 'other-https://h/a/'], 'https://h/a/')).toEqual(one);
  expect(ownCaches([...one, ...two], 'https://h/a/b/')).toEqual(two);
});
