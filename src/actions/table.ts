import type { Action } from './action';
import {
  cancelAction,
  generateAction,
  newPictureAction,
  newSeedAction,
  toggleRandomSeedAction,
} from './generateActions';
import {
  copyPictureAction,
  deleteAction,
  downloadAction,
  favouriteAction,
  newerAction,
  olderAction,
  takeSeedAction,
  takeSettingsAction,
} from './resultActions';
import { isSharingPossible, shareAction } from './shareAction';
import { aboutAction, focusPromptAction, togglePanelAction } from './viewActions';

/** Every user command. Where two have the same shortcut, the first that is enabled runs. */
export const ACTIONS: readonly Action[] = [
  generateAction,
  cancelAction,
  newPictureAction,
  newSeedAction,
  toggleRandomSeedAction,
  downloadAction,
  copyPictureAction,
  ...(isSharingPossible ? [shareAction] : []),
  takeSettingsAction,
  takeSeedAction,
  favouriteAction,
  deleteAction,
  newerAction,
  olderAction,
  togglePanelAction,
  focusPromptAction,
  aboutAction,
];
