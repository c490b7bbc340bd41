import { isComposing, shortcutKey } from '../platform/keys';
import { notify } from '../shell/notices';
import { isPossible, type Action } from './action';

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether the keys that are down are this combination. */
export function matches(shortcut: string, event: Keys, mac = isMac()): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) || '+';
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  return (
    shortcutKey(event).toLowerCase() === key.toLowerCase() &&
    mod === parts.includes('Mod') &&
    !otherMod &&
    event.altKey === parts.includes('Alt') &&
    // Shift makes some of the keys ("?"): it counts where the combination names it or the key is a letter or has a name.
    (event.shiftKey === parts.includes('Shift') || !/^[a-z]|.{2,}$/i.test(key))
  );
}

const ARROWS = { Left: '←', Right: '→', Up: '↑', Down: '↓' };

/** A shortcut as the person's keyboard spells it: "Ctrl+Enter", "⌘Enter". */
export function spell(shortcut: string, mac = isMac()): string {
  const named = shortcut
    .replace('Delete', mac ? '⌫' : 'Del')
    .replace('Escape', 'Esc')
    .replace(/Arrow(Left|Right|Up|Down)/, (_, way: keyof typeof ARROWS) => ARROWS[way]);
  return mac ? named.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥') : named.replace('Mod', 'Ctrl');
}

/** Whether a plain key belongs to what has the focus: a text being typed, an open list or menu. */
function ownsKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=combobox]') !== null
  );
}

const NO_TEXT = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];
const TEXT_FIELDS = [
  `input${NO_TEXT.map((type) => `:not([type=${type}])`).join('')}`,
  'textarea',
  '[contenteditable]:not([contenteditable=false])',
].join(', ');

/** With Mod, what a text field does by itself: its own undo and redo, the clipboard, all of it, by words and to its ends. */
const EDITING = /^Mod\+(Shift\+)?([ABCIUVXYZ]|Arrow\w+|Backspace|Delete|Home|End)$/;

/** Whether a combination edits the text in what has the focus. */
const editsText = (shortcut: string, target: EventTarget | null): boolean =>
  EDITING.test(shortcut) && target instanceof Element && target.closest(TEXT_FIELDS) !== null;

/** Closed lists may stay in the document, unseen. */
function isPopupOpen(): boolean {
  const popups = document.querySelectorAll('[role=dialog], [role=menu], [role=listbox], [role=alertdialog]');
  return [...popups].some((popup) => popup.checkVisibility({ visibilityProperty: true }));
}

/** Runs the first possible action whose shortcut is pressed. Returns the way to stop. */
export function listenForShortcuts(actions: readonly Action[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || isComposing(event) || event.repeat) return;
    // An open dialog, menu or list has the keyboard for itself.
    if (isPopupOpen()) return;
    const typing = ownsKeys(event.target);
    const onControl = event.target instanceof Element && event.target.closest('button, a, summary') !== null;
    const pressed = (shortcut: string) =>
      matches(shortcut, event) &&
      (!typing || shortcut === 'Escape' || shortcut.startsWith('Mod+')) &&
      !editsText(shortcut, event.target) &&
      // It presses the control that has the focus.
      !(onControl && shortcut === 'Enter');
    const meant = actions.filter((one) => one.shortcuts?.some(pressed));
    const action = meant.find(isPossible);
    if (!action) {
      const reason = meant.find(({ whyNot }) => whyNot !== undefined)?.whyNot;
      if (reason !== undefined) notify(reason);
      return;
    }
    event.preventDefault();
    void action.run();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
