import { cacheNames } from './cacheNames';
import { readLaunchAddress } from './launchAddress';
import { appScope } from './registration';
import { takeShared } from './sharedItems';

/** What the app was opened with from outside. */
export interface Launch {
  /** Pictures: opened with Outpane in the file manager, or shared to it. May be empty. */
  files: File[];
  /** Shared words; "" where there are none. */
  text: string;
  /** The person asked for a new picture (the icon's shortcut). */
  fresh: boolean;
}

/** Chromium's queue of files a person opened with the app; TypeScript's DOM types do not have it. */
interface LaunchQueue {
  setConsumer(consumer: (params: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

function launchQueue(): LaunchQueue | null {
  if (!('launchQueue' in window)) return null;
  return window.launchQueue as LaunchQueue;
}

/**
 * Gives everything the app was opened with to `onLaunch`: now, and later when a file is opened with the running app.
 * Not called where there is nothing. Files that can't be read (moved, permission withdrawn) are left out.
 */
export async function startLaunch(onLaunch: (launch: Launch) => void): Promise<void> {
  launchQueue()?.setConsumer(({ files }) => {
    if (files === undefined || files.length === 0) return;
    void Promise.allSettled(files.map((handle) => handle.getFile())).then((results) => {
      const read = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      if (read.length > 0) onLaunch({ files: read, text: '', fresh: false });
    });
  });
  const { fresh, shared, rest } = readLaunchAddress(location.href);
  if (!fresh && !shared) return;
  history.replaceState(history.state, '', rest);
  // No caches without a secure context; nothing can have been shared there.
  const items = shared && 'caches' in window ? await takeShared(cacheNames(appScope()).shared) : null;
  if (items || fresh) onLaunch({ files: items?.files ?? [], text: items?.text ?? '', fresh });
}
