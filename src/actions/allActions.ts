import type { Action } from './action';
import { ARTWORK_ACTIONS } from './artworkActions';
import { EDIT_ACTIONS } from './editActions';
import { EDITOR_ACTIONS } from './editorActions';
import { exportAction, openPictureAction, paletteAction, shortcutsAction } from './fileActions';
import {
  cancelAction,
  cancelAllAction,
  generateAction,
  newPictureAction,
  newSeedAction,
  toggleRandomSeedAction,
} from './generateActions';
import { installAction, updateAction } from './installAction';
import {
  copyLinkAction,
  copyPictureAction,
  deleteAction,
  downloadAction,
  downloadBareAction,
  favouriteAction,
  newerAction,
  olderAction,
  takeSeedAction,
  takeSettingsAction,
} from './resultActions';
import { isSharingPossible, shareAction } from './shareAction';
import { aboutAction, focusPromptAction, galleryAction, settingsAction, togglePanelAction } from './viewActions';

/** Every user command. Where two have the same shortcut, the first that is enabled runs. */
export const ACTIONS: readonly Action[] = [
  generateAction,
  newPictureAction,
  openPictureAction,
  exportAction,
  ...ARTWORK_ACTIONS,
  // Candidates that wait take the arrow keys and Escape before the results do.
  ...EDIT_ACTIONS,
  // Escape ends what runs where nothing nearer to the hand is to be taken back.
  cancelAction,
  cancelAllAction,
  ...EDITOR_ACTIONS,
  newSeedAction,
  toggleRandomSeedAction,
  downloadAction,
  copyPictureAction,
  copyLinkAction,
  downloadBareAction,
  ...(isSharingPossible ? [shareAction] : []),
  takeSettingsAction,
  takeSeedAction,
  favouriteAction,
  deleteAction,
  newerAction,
  olderAction,
  togglePanelAction,
  focusPromptAction,
  galleryAction,
  settingsAction,
  paletteAction,
  shortcutsAction,
  updateAction,
  installAction,
  aboutAction,
];
