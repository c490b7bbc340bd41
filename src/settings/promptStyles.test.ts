import { expect, test } from 'vitest';
import {
  BUILT_IN_STYLES,
  deleteStyle,
  findStyle,
  inStyle,
  readStyles,
  saveStyle,
  usePromptStyles,
} from './promptStyles';

test('a style says the prompt in its own words', () => {
  expect(inStyle('a rocket on a navy background', 'glossy 3d {prompt}')).toBe(
    'a glossy 3d rocket on a navy background',
  );
  expect(inStyle('An apple', 'flat {prompt}')).toBe('a flat apple');
  expect(inStyle('a cat', 'orange {prompt}')).toBe('an orange cat');
  expect(inStyle('two balloons', 'flat {prompt}')).toBe('two flat balloons');
  expect(inStyle('balloons', 'flat {prompt}')).toBe('flat balloons');
  expect(inStyle('a cat', '{prompt} on a pink background')).toBe('a cat on a pink background');
  expect(inStyle('a cat', 'a photo of {prompt}, soft light')).toBe('a photo of a cat, soft light');
  expect(inStyle('a cat', 'photo of {prompt} and {prompt}')).toBe('photo of a cat and a cat');
});

test('a style without a prompt says nothing, and no prompt can break the words', () => {
  expect(inStyle('  ', 'flat {prompt}')).toBe('');
  expect(inStyle('$& $1 {prompt}', '{prompt} on sand')).toBe('$& $1 {prompt} on sand');
});

test('own styles are kept where they are sound', () => {
  expect(saveStyle({ id: 'x', name: ' Ink ', template: ' {prompt}, ink' })).toBe(true);
  expect(saveStyle({ id: 'y', name: 'No place', template: 'ink' })).toBe(false);
  expect(saveStyle({ id: 'x', name: 'Ink', template: 'ink {prompt}' })).toBe(true);
  expect(usePromptStyles.getState().own).toEqual([{ id: 'x', name: 'Ink', template: 'ink {prompt}' }]);
  const undo = deleteStyle('x');
  expect(findStyle('x')).toBeNull();
  undo();
  expect(findStyle('x')?.name).toBe('Ink');
  expect(readStyles({ own: [{ id: 'a', name: 'A', template: '{prompt}' }, { id: 'b' }, 7] }).own).toHaveLength(1);
  for (const odd of [null, 7, { own: 'x' }]) expect(readStyles(odd)).toEqual({});
  expect(BUILT_IN_STYLES.every(({ template }) => template.includes('{prompt}'))).toBe(true);
});

test('the undo of a deletion brings that style back to its place and keeps what was saved since (A10)', () => {
  usePromptStyles.setState({ own: [] });
  const style = (id: string, name = id) => ({ id, name, template: '{prompt}' });
  for (const id of ['a', 'b', 'c']) saveStyle(style(id));
  const undo = deleteStyle('b');
  saveStyle(style('c', 'changed'));
  saveStyle(style('d'));
  undo();
  undo();
  expect(usePromptStyles.getState().own.map(({ name }) => name)).toEqual(['a', 'b', 'changed', 'd']);
});
