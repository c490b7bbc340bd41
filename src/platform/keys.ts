/**
 * Whether a key belongs to an input method that is still making a word: the Enter that confirms it, the Escape that gives it up. Safari
 * has ended the composition by then, and says so by the key code alone.
 */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === IN_PROCESS;
}

/** The key code of all keys that an input method takes (UI Events, section "Legacy key models"). */
const IN_PROCESS = 229;

/** What the keys for signs say on a keyboard with Latin letters, as the most have them. */
const SIGNS: Readonly<Record<string, string>> = {
  Backquote: '`',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
};

/**
 * What a key says to a shortcut: its letter, wherever a Latin layout has it; on layouts without Latin letters (Cyrillic, Greek, Hebrew,
 * Arabic, Thai, ...) the letter, digit or sign that stands at its place on most others.
 */
export function shortcutKey({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (!/^[\p{L}\p{M}\p{Nd}]+$/u.test(key) || /[\p{ASCII}\p{Script=Latin}]/u.test(key)) return key;
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? SIGNS[code] ?? key;
}
