import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Action } from './action';
import { takeNotices } from '../shell/notices';
import { listenForShortcuts, matches, spell } from './shortcuts';
import { ACTIONS } from './allActions';

const keys = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
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

  test('is found at its place where the layout has no Latin letters, and by its letter where it has', () => {
    const at = (key: string, code: string, held = {}) => ({ ...keys(key, held), code });
    expect(matches('Mod+Z', at('я', 'KeyZ', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Shift+Z', at('Я', 'KeyZ', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
    expect(matches('B', at('и', 'KeyB'), false)).toBe(true);
    expect(matches('Mod+,', at('б', 'Comma', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Z', at('z', 'KeyW', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+Z', at('y', 'KeyZ', { ctrlKey: true }), false)).toBe(false);
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

afterEach(() => vi.unstubAllGlobals());

/** What an element is, as its CSS selectors say. */
class FakeElement extends EventTarget {
  constructor(readonly is: readonly string[]) {
    super();
  }
  closest(selectors: string): this | null {
    return selectors.split(', ').some((one) => this.is.includes(one)) ? this : null;
  }
}

const textField = new FakeElement(['textarea']);
const table = new FakeElement(['main']);

/** Presses keys where the focus is, with these commands at hand. Says what ran, and whether the browser's own doing was kept back. */
function press(
  actions: readonly Action[],
  target: FakeElement,
  event: Record<string, unknown>,
  popups: readonly object[] = [],
) {
  const window = new EventTarget();
  vi.stubGlobal('window', window);
  vi.stubGlobal('Element', FakeElement);
  vi.stubGlobal('navigator', { platform: 'Linux' });
  vi.stubGlobal('document', { querySelectorAll: () => popups });
  const stop = listenForShortcuts(actions);
  const pressed = Object.assign(new Event('keydown', { cancelable: true }), {
    repeat: false,
    isComposing: false,
    ...event,
  });
  Object.defineProperty(pressed, 'target', { value: target });
  window.dispatchEvent(pressed);
  stop();
  return pressed.defaultPrevented;
}

test('a shortcut whose command can’t be used now says why', () => {
  press(ACTIONS, table, keys('g'));
  expect(takeNotices().map(({ message }) => message)).toEqual(['Frame: make or open a picture first']);
});

test('an open dialog has the keyboard for itself, a closed one that is still in the document has not', () => {
  press(ACTIONS, table, keys('g'), [{ checkVisibility: () => true }]);
  expect(takeNotices()).toEqual([]);
  press(ACTIONS, table, keys('g'), [{ checkVisibility: () => false }]);
  expect(takeNotices()).toHaveLength(1);
});

describe('what is pressed in a text field', () => {
  const combinations = [...new Set(ACTIONS.flatMap(({ shortcuts = [] }) => shortcuts))];
  const ran = vi.fn();
  const one = (shortcut: string): Action => ({
    id: 'one',
    label: 'One',
    group: 'Edit',
    shortcuts: [shortcut],
    anywhere: true,
    enabled: () => true,
    run: ran,
  });
  const eventOf = (shortcut: string) => {
    const parts = shortcut.split('+');
    return keys(parts.at(-1) || '+', { ctrlKey: parts.includes('Mod'), shiftKey: parts.includes('Shift') });
  };

  test.each(['Mod+Z', 'Mod+Y', 'Mod+Shift+Z', 'Mod+A', 'Mod+C', 'Mod+V', 'Mod+X', 'Mod+Backspace', 'Mod+ArrowLeft'])(
    '%s is the field’s own',
    (shortcut) => {
      ran.mockClear();
      expect(press([one(shortcut)], textField, eventOf(shortcut))).toBe(false);
      expect(ran).not.toHaveBeenCalled();
      expect(press([one(shortcut)], table, eventOf(shortcut))).toBe(true);
      expect(ran).toHaveBeenCalledOnce();
    },
  );

  test.each(combinations.filter((shortcut) => shortcut === 'Escape' || /^Mod\+(Enter|[SOEK.,])$/.test(shortcut)))(
    '%s is the app’s all the same',
    (shortcut) => {
      ran.mockClear();
      press([one(shortcut)], textField, eventOf(shortcut));
      expect(ran).toHaveBeenCalledOnce();
    },
  );

  test('Enter and Escape that end a word of an input method do nothing', () => {
    ran.mockClear();
    for (const shortcut of ['Mod+Enter', 'Escape']) {
      press([one(shortcut)], textField, { ...eventOf(shortcut), keyCode: 229 });
      press([one(shortcut)], textField, { ...eventOf(shortcut), isComposing: true });
    }
    expect(ran).not.toHaveBeenCalled();
  });
});
