import { notify } from '../shell/notices';
import { isPossible, type Action } from './action';

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** Whether the keys that are down are this combination. */
export function matches(shortcut: string, event: Keys, mac = isMac()): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) || '+';
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
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

/** Closed lists may stay in the document, unseen. */
function isPopupOpen(): boolean {
  const popups = document.querySelectorAll('[role=dialog], [role=menu], [role=listbox], [role=alertdialog]');
  return [...popups].some((popup) => popup.checkVisibility({ visibilityProperty: true }));
}

/** Runs the first possible action whose shortcut is pressed. Returns the way to stop. */
export function listenForShortcuts(actions: readonly Action[]): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    // An open dialog, menu or list has the keyboard for itself.
    if (isPopupOpen()) return;
    const typing = ownsKeys(event.target);
    const onControl = event.target instanceof Element && event.target.closest('button, a, summary') !== null;
    const pressed = (shortcut: string) =>
      matches(shortcut, event) &&
      (!typing || shortcut === 'Escape' || shortcut.startsWith('Mod+')) &&
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
