import { describe, expect, test, vi } from 'vitest';
import { takeNotices } from '../shell/notices';
import { listenForShortcuts, matches, spell } from './shortcuts';
import { ACTIONS } from './allActions';

const keys = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('a shortcut', () => {
  test('with Mod is Control here and Command on a Mac', () => {
    expect(matches('Mod+Enter', keys('Enter', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Enter', keys('Enter', { metaKey: true }), false)).toBe(false);
    expect(matches('Mod+Enter', keys('Enter', { metaKey: true }), true)).toBe(true);
    expect(matches('Mod+Enter', keys('Enter'), false)).toBe(false);
  });

  test('that is a letter wants that letter alone, in either case', () => {
    expect(matches('D', keys('d'), false)).toBe(true);
    expect(matches('D', keys('D', { shiftKey: true }), false)).toBe(false);
    expect(matches('D', keys('d', { ctrlKey: true }), false)).toBe(false);
    expect(matches('D', keys('d', { altKey: true }), false)).toBe(false);
  });

  test('that is a sign does not ask how it is typed', () => {
    expect(matches('?', keys('?', { shiftKey: true }), false)).toBe(true);
    expect(matches('/', keys('/'), false)).toBe(true);
    expect(matches('+', keys('+', { shiftKey: true }), false)).toBe(true);
    expect(matches('Mod++', keys('+', { ctrlKey: true }), false)).toBe(true);
    expect(matches('+', keys('-'), false)).toBe(false);
    expect(matches('/', keys('/', { shiftKey: true }), false)).toBe(true);
  });

  test('is spelled as the keyboard has it', () => {
    expect([spell('Mod+Enter', false), spell('Mod+Enter', true)]).toEqual(['Ctrl+Enter', '⌘Enter']);
    expect([spell('Escape', false), spell('Delete', true)]).toEqual(['Esc', '⌫']);
  });
});

test('no letter means two different commands', () => {
  const letters = ACTIONS.flatMap(({ label, shortcuts = [] }) =>
    shortcuts.filter((keys) => /^(Mod\+|Shift\+)*[A-Z]$/.test(keys)).map((keys) => [keys, label] as const),
  );
  for (const [keys, label] of letters) {
    expect([keys, ...new Set(letters.filter(([other]) => other === keys).map(([, name]) => name))]).toEqual([
      keys,
      label,
    ]);
  }
});

test('every command has its own id, and words to be found by', () => {
  expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
  expect(ACTIONS.filter(({ label }) => label.trim() === '')).toEqual([]);
});

test('a shortcut whose command can’t be used now says why', () => {
  const window = new EventTarget();
  vi.stubGlobal('window', window);
  vi.stubGlobal('Element', class {});
  vi.stubGlobal('navigator', { platform: 'Linux' });
  vi.stubGlobal('document', { querySelectorAll: () => [] });
  const stop = listenForShortcuts(ACTIONS);
  const event = Object.assign(new Event('keydown'), keys('g'), { repeat: false, isComposing: false });
  window.dispatchEvent(event);
  expect(takeNotices().map(({ message }) => message)).toEqual(['Frame: make or open a picture first']);
  stop();
  vi.unstubAllGlobals();
});
