import { useRoute } from '../shell/route';

/** A user command. Menus, buttons, the shortcut sheet and the palette are made from these records. */
export interface Action {
  id: string;
  /** Sentence case; also the accessible name of its button. */
  label: string;
  /** Other words that people look for it by. */
  also?: string;
  /** Where a list of all commands puts it. */
  group: 'Picture' | 'Result' | 'Edit' | 'Candidates' | 'Mask' | 'Tools' | 'View' | 'Help';
  /**
   * Key combinations, as `Mod+Enter`, `Escape`, `D`. `Mod` is Command on a Mac and Control elsewhere. Letters without `Mod` do
   * nothing while the person types, nor do those with it that edit the text.
   */
  shortcuts?: readonly string[];
  /** It does something on every screen, not on the canvas alone. */
  anywhere?: true;
  /** Whether it can be done now, where it does anything. */
  enabled(): boolean;
  run(): void | Promise<void>;
  /** What the tip says while it can't be done, and a notice when its shortcut is pressed, where that isn't plain to see. */
  whyNot?: string;
}

/** Whether it can be done now and here. */
export const isPossible = (action: Action): boolean =>
  (action.anywhere === true || useRoute.getState().screen === 'canvas') && action.enabled();
