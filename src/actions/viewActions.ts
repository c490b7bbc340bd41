import { focusHandle, type HandleName } from '../shell/handles';
import { PHONE_SCREEN, WIDE_SCREEN, useLayout } from '../shell/layout';
import { goTo, useRoute } from '../shell/route';
import type { Action } from './action';

/** Whether the settings are on the screen now. */
function isPanelShown(): boolean {
  const { panelOpen, sheetOpen } = useLayout.getState();
  if (window.matchMedia(PHONE_SCREEN).matches) return sheetOpen;
  return panelOpen ?? window.matchMedia(WIDE_SCREEN).matches;
}

function showPanel(shown: boolean): void {
  useLayout.getState().set(window.matchMedia(PHONE_SCREEN).matches ? { sheetOpen: shown } : { panelOpen: shown });
}

export const togglePanelAction: Action = {
  id: 'toggle-panel',
  label: 'Settings panel',
  group: 'View',
  shortcuts: ['Mod+.'],
  enabled: () => true,
  run: () => showPanel(!isPanelShown()),
};

export const focusPromptAction: Action = {
  id: 'focus-prompt',
  label: 'Write the prompt',
  group: 'View',
  shortcuts: ['/'],
  enabled: () => true,
  run: () => void focusHandle('prompt'),
};

export const galleryAction: Action = {
  id: 'gallery',
  label: 'Gallery',
  group: 'View',
  shortcuts: ['Shift+G'],
  anywhere: true,
  enabled: () => useRoute.getState().screen !== 'gallery',
  run: () => goTo('gallery'),
};

export const settingsAction: Action = {
  id: 'settings',
  label: 'Settings',
  group: 'Help',
  shortcuts: ['Mod+,'],
  anywhere: true,
  enabled: () => true,
  run: () => useLayout.getState().set({ dialog: 'settings' }),
};

export const aboutAction: Action = {
  id: 'about',
  label: 'About Outpane',
  group: 'Help',
  anywhere: true,
  enabled: () => true,
  run: () => useLayout.getState().set({ dialog: 'about' }),
};

/** Opens the settings where they are closed, and leads to one of them. */
export function revealSetting(name: HandleName): void {
  showPanel(true);
  // The panel (or the sheet, which fetches its code first) is on the page a little later.
  const deadline = performance.now() + 1000;
  const find = () => {
    if (focusHandle(name) || performance.now() > deadline) return;
    requestAnimationFrame(find);
  };
  requestAnimationFrame(find);
}
