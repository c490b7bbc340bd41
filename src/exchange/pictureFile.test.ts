import { expect, test } from 'vitest';
import type { GenerationRequest } from '../protocol/generationRequest';
import { fileName } from './pictureFile';

const named = (prompt: string) => fileName({ request: { prompt, seed: 42 } as GenerationRequest });

test.each([
  ['a red apple', 'a-red-apple-42.png'],
  ['  A "red" apple: über/all?  ', 'a-red-apple-über-all-42.png'],
  ['', 'picture-42.png'],
  ['../../etc', 'etc-42.png'],
  ['苹果', '苹果-42.png'],
])('%j is saved as %s', (prompt, name) => {
  expect(named(prompt).normalize('NFC')).toBe(name);
});

test('an imported picture without words keeps its own name, without what systems don’t take', () => {
  const imported = { name: 'Holiday: 2024/05 (1).JPEG', sha256: '', settings: null };
  expect(fileName({ request: null, imported })).toBe('holiday-2024-05-1.png');
});

test('a long prompt is cut after a whole word', () => {
  const name = named('a house and a tree on green grass under a sunset sky with many birds');
  expect(name).toBe('a-house-and-a-tree-on-green-grass-under-a-sunset-sky-with-42.png');
});
