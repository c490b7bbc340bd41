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

/** What the browser hands over when the installed app is opened; TypeScript's DOM types do not have it. */
interface LaunchParams {
  files?: readonly FileSystemFileHandle[];
  targetURL?: string | null;
}

interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

const LAST = 'outpane-last-launch';

function launchQueue(): LaunchQueue | null {
  if (!('launchQueue' in window)) return null;
  return window.launchQueue as LaunchQueue;
}

/**
 * Gives everything the app was opened with to `onLaunch`: now, and later when a file or a shortcut is opened while
 * the app runs. Not called where there is nothing. Files that can't be read (moved, permission withdrawn) are left out.
 */
export async function startLaunch(onLaunch: (launch: Launch) => void): Promise<void> {
  const began = location.href;
  const { fresh, shared, rest } = readLaunchAddress(began);
  if (rest !== began) history.replaceState(history.state, '', rest);
  const give = (launch: Launch) => {
    if (launch.files.length > 0 || launch.text !== '' || launch.fresh) onLaunch(launch);
  };

  let first = true;
  launchQueue()?.setConsumer((params) => {
    // The launch that opened this page comes this way too, but its address has been read already.
    const opening = first;
    first = false;
    void readFiles(params).then((files) => {
      if (opening && isRepeated(params, files)) return;
      const address = params.targetURL && !(opening && params.targetURL === began) ? params.targetURL : null;
      // The open window was not led to the address, so its screen is opened here.
      if (address && new URL(address).hash !== '') location.hash = new URL(address).hash;
      give({ files, text: '', fresh: address !== null && readLaunchAddress(address).fresh });
    });
  });

  // No caches without a secure context; nothing can have been shared there.
  const items = shared && 'caches' in window ? await takeShared(cacheNames(appScope()).shared) : null;
  give({ files: items?.files ?? [], text: items?.text ?? '', fresh });
}

async function readFiles({ files = [] }: LaunchParams): Promise<File[]> {
  const results = await Promise.allSettled(files.map((handle) => handle.getFile()));
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Chromium hands the last launch over again when the page is reloaded; the person has not asked for it again. */
function isRepeated({ targetURL }: LaunchParams, files: File[]): boolean {
  const print = JSON.stringify([targetURL, files.map((file) => [file.name, file.size, file.lastModified])]);
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const repeated = navigation?.type === 'reload' && sessionStorage.getItem(LAST) === print;
  sessionStorage.setItem(LAST, print);
  return repeated;
}
