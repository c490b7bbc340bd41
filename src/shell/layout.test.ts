import { expect, test } from 'vitest';
import { readBackendOverride } from '../engineState/engine';
import { readLayout } from './layout';

test('a kept layout comes back; what can not be read is left out', () => {
  expect(readLayout({ panelOpen: false, theme: 'dark' })).toEqual({ panelOpen: false, theme: 'dark' });
  expect(readLayout({ panelOpen: 'yes', theme: 'pink' })).toEqual({});
  expect(readLayout(null)).toEqual({});
});

test.each([
  ['?backend=wasm', 'wasm'],
  ['?a=1&backend=webgpu', 'webgpu'],
  ['?backend=auto', 'auto'],
  ['?backend=cuda', null],
  ['', null],
])('%s asks for %s', (search, backend) => {
  expect(readBackendOverride(search)).toBe(backend);
});
