import { describe, expect, test } from 'vitest';
import {
  choose,
  chooseAll,
  chooseNone,
  extend,
  keepTo,
  neighbour,
  NOTHING_CHOSEN,
  toggle,
  type Selection,
} from './gallerySelection';

const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const chosen = (selection: Selection) => [...selection.chosen].sort().join('');

describe('choosing', () => {
  test('one, more, and a range from where the last began', () => {
    let selection = choose('c');
    expect(chosen(selection)).toBe('c');
    selection = toggle(selection, 'e');
    expect(chosen(selection)).toBe('ce');
    selection = extend(selection, ids, 'g', false);
    expect(chosen(selection)).toBe('efg');
    // The anchor stays: a shorter or an opposite range takes its place.
    selection = extend(selection, ids, 'd', false);
    expect(chosen(selection)).toBe('de');
    selection = extend(toggle(choose('a'), 'c'), ids, 'd', true);
    expect(chosen(selection)).toBe('acd');
    expect(chosen(toggle(selection, 'c'))).toBe('ad');
  });

  test('a range without a beginning is one item', () => {
    expect(chosen(extend(NOTHING_CHOSEN, ids, 'c', false))).toBe('c');
    expect(chosen(extend(choose('gone'), ids, 'c', false))).toBe('c');
  });

  test('all and none', () => {
    expect(chosen(chooseAll(NOTHING_CHOSEN, ids))).toBe('abcdefg');
    expect(chooseNone(choose('c'))).toMatchObject({ current: 'c', anchor: 'c' });
    expect(chosen(chooseNone(choose('c')))).toBe('');
    expect(chooseAll(NOTHING_CHOSEN, [])).toEqual(NOTHING_CHOSEN);
  });
});

test('the keyboard moves by columns and stops at the ends', () => {
  // Rows of three: abc def g.
  expect(neighbour(NOTHING_CHOSEN, ids, 3)).toBe('a');
  expect(neighbour(choose('b'), ids, 3)).toBe('e');
  expect(neighbour(choose('e'), ids, 3)).toBe('g');
  expect(neighbour(choose('g'), ids, 3)).toBe('g');
  expect(neighbour(choose('g'), ids, 1)).toBe('g');
  expect(neighbour(choose('b'), ids, -3)).toBe('b');
  expect(neighbour(choose('a'), ids, -1)).toBe('a');
  expect(neighbour(NOTHING_CHOSEN, [], 1)).toBeNull();
});

describe('when the list changes', () => {
  test('what has left is not chosen, and the keyboard goes to what took its place', () => {
    const selection = { chosen: new Set(['b', 'c', 'f']), anchor: 'c', current: 'c' };
    const kept = keepTo(selection, ids, ['a', 'd', 'f']);
    expect(chosen(kept)).toBe('f');
    expect(kept).toMatchObject({ current: 'd', anchor: 'd' });
    expect(keepTo(choose('g'), ids, ['a', 'b']).current).toBe('b');
    expect(keepTo(choose('g'), ids, [])).toEqual(NOTHING_CHOSEN);
  });

  test('nothing happens to a selection that is all there', () => {
    const selection = choose('c');
    expect(keepTo(selection, ids, ['new', ...ids])).toBe(selection);
  });
});
