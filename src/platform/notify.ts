/** `unsupported`: this browser has no notifications for pages; `ask`: the person was not asked yet. */
export type NotifyPermission = 'unsupported' | 'ask' | 'granted' | 'denied';

export function notifyPermission(): NotifyPermission {
  if (typeof Notification === 'undefined') return 'unsupported';
  return Notification.permission === 'default' ? 'ask' : Notification.permission;
}

/** Asks the person, only where they were not asked before; call on a click. Resolves with what holds from now on. */
export async function askToNotify(): Promise<NotifyPermission> {
  if (notifyPermission() !== 'ask') return notifyPermission();
  await Notification.requestPermission();
  return notifyPermission();
}

export interface Notice {
  title: string;
  body: string;
  /** Address of a picture shown with it. */
  icon?: string;
}

/**
 * Shows a notification if the person allowed it and is not looking at the page; a new one takes the place of the old.
 * True when it was shown. A click on it brings the page to the front.
 */
export async function notifyInBackground(notice: Notice): Promise<boolean> {
  if (notifyPermission() !== 'granted' || document.visibilityState === 'visible') return false;
  const { title, ...options } = { ...notice, tag: 'outpane' };
  try {
    const shown = new Notification(title, options);
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
    });
    return true;
  } catch {
    // Chromium on Android shows them only through a service worker.
    const registration = await navigator.serviceWorker?.getRegistration();
    if (!registration) return false;
    await registration.showNotification(title, options);
    return true;
  }
}
