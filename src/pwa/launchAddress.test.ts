import { expect, it } from 'vitest';
import { readLaunchAddress } from './launchAddress';

it.each([
  ['https://h/a/?new', { fresh: true, shared: false, rest: 'https://h/a/' }],
  ['https://h/a/?share#/gallery', { fresh: false, shared: true, rest: 'https://h/a/#/gallery' }],
  ['https://h/a/?backend=wasm&new', { fresh: true, shared: false, rest: 'https://h/a/?backend=wasm' }],
  ['https://h/a/?backend=wasm', { fresh: false, shared: false, rest: 'https://h/a/?backend=wasm' }],
])('reads %s', (href, expected) => {
  expect(readLaunchAddress(href)).toEqual(expected);
});
