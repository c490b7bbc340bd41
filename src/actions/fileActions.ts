import { shownBounds } from '../editor/document';
import { session } from '../editor/editor';
import { useLayout } from '../shell/layout';
import { useRoute } from '../shell/route';
import type { Action } from './action';
import { chooseFile } from '../exchange/chooseFiles';
import { openPictureFile } from '../exchange/openPictureFile';

export const openPictureAction: Action = {
  id: 'open-picture',
  label: 'Open picture',
  also: 'Import',
  group: 'Picture',
  shortcuts: ['Mod+O'],
  enabled: () => true,
  run: () => chooseFile('image/png,image/jpeg,image/webp,image/avif', (file) => void openPictureFile(file)),
};

export const exportAction: Action = {
  id: 'export',
  label: 'Export',
  also: 'Save as PNG JPEG WebP',
  group: 'Picture',
  shortcuts: ['Mod+E'],
  enabled: () => shownBounds(session.document) !== null && useRoute.getState().screen === 'canvas',
  run: () => useLayout.getState().set({ dialog: 'export' }),
};

export const paletteAction: Action = {
  id: 'palette',
  label: 'All commands',
  group: 'Help',
  shortcuts: ['Mod+K'],
  anywhere: true,
  enabled: () => true,
  run: () => useLayout.getState().set({ dialog: 'palette' }),
};

export const shortcutsAction: Action = {
  id: 'shortcuts',
  label: 'Shortcuts',
  group: 'Help',
  shortcuts: ['?'],
  anywhere: true,
  enabled: () => true,
  run: () => useLayout.getState().set({ dialog: 'shortcuts' }),
};
