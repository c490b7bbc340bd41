import { createStore } from 'zustand/vanilla';

/** Chromium's event, which TypeScript's DOM types do not have. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export interface InstallState {
  /**
   * `button`: the browser offers it, call `install()`. `words`: it can be done by hand, as `INSTALL_WORDS` says.
   * `none`: it is installed already, or this browser can't.
   */
  way: 'button' | 'words' | 'none';
}

/** For iPhone and iPad, where no page can offer it. */
export const INSTALL_WORDS = 'Share, then Add to Home Screen';

export const installStore = createStore<InstallState>(() => ({ way: 'none' }));

let offer: BeforeInstallPromptEvent | null = null;

function isOffer(event: Event): event is BeforeInstallPromptEvent {
  return 'prompt' in event && typeof event.prompt === 'function';
}

/** True in a window of its own: the app was opened from the home screen or the launcher. */
export function runsInstalled(): boolean {
  return matchMedia('(display-mode: standalone), (display-mode: window-controls-overlay)').matches;
}

/** Catches the browser's offer. Call as early as possible: it may come before the first paint. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    if (!isOffer(event)) return;
    event.preventDefault();
    offer = event;
    installStore.setState({ way: 'button' });
  });
  addEventListener('appinstalled', () => {
    offer = null;
    installStore.setState({ way: 'none' });
  });
  // Only the browsers of iOS and iPadOS have this property; false means: opened as a tab.
  if ('standalone' in navigator && navigator.standalone === false) installStore.setState({ way: 'words' });
}

/** Shows the browser's own question. To be called on a click; false when the person declined or nothing was offered. */
export async function install(): Promise<boolean> {
  const asked = offer;
  if (!asked) return false;
  // An offer can be shown once; the browser makes another one later.
  offer = null;
  installStore.setState({ way: 'none' });
  return (await asked.prompt()).outcome === 'accepted';
}
