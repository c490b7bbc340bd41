import { ownCaches } from './cacheNames';
import { appScope } from './registration';

/**
 * Takes the installed app's own part away: its caches and its service worker, for "Delete all data". Other copies of
 * the app on the same origin keep theirs. The page should reload afterwards.
 */
export async function forgetInstalledFiles(): Promise<void> {
  if ('serviceWorker' in navigator) {
    const registration = await navigator.serviceWorker.getRegistration(appScope());
    if (registration?.scope === appScope()) await registration.unregister();
  }
  if (!('caches' in window)) return;
  const names = ownCaches(await caches.keys(), appScope());
  await Promise.all(names.map((name) => caches.delete(name)));
}
