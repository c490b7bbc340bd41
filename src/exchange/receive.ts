import { part } from '../platform/part';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { showIncoming } from './incoming';
import { notify } from '../shell/notices';
import { goTo, useRoute } from '../shell/route';
import { openPictureFile } from './openPictureFile';
import { loadLink, loadPicture } from './metadataParts';
import { pictureInfo } from './pictureInfo';
import { kindOf } from './pictureKinds';

const loadImport = part(() => import('./importPictures'));

/**
 * Files that were dropped, pasted, shared or opened with Outpane. A picture that carries settings is shown with them, and the
 * person decides; one without goes onto the canvas, or into the gallery where that is open; a zip, or several pictures, go into
 * the gallery. Nothing runs by itself.
 */
export async function receiveFiles(files: readonly File[]): Promise<void> {
  // A file that has been moved meanwhile: whoever opens it says so.
  const kinds = await Promise.all(files.map((file) => kindOf(file).catch(() => 'picture' as const)));
  const taken = files.filter((_, i) => kinds[i] !== null);
  const [first] = taken;
  if (!first) {
    if (files.length > 0) notify('Outpane opens PNG, JPEG, WebP and AVIF pictures, and zip files of them.');
    return;
  }
  if (taken.length > 1 || kinds.includes('zip')) return addToGallery(taken);
  const info = await infoOf(first);
  if (info?.settings) showIncoming({ from: 'picture', settings: info.settings, size: info.size, file: first });
  else if (useRoute.getState().screen === 'gallery') await addToGallery([first]);
  else await openOnCanvas(first);
}

/** Adds the pictures to the gallery. */
export async function addToGallery(files: readonly File[]): Promise<void> {
  // Zips are read seldom: their code comes when one is there.
  const { importPictures } = await loadImport();
  await importPictures(files);
}

/** Lays the picture on the canvas, where it can be worked on. */
export async function openOnCanvas(file: File): Promise<void> {
  goTo('canvas');
  await openPictureFile(file);
}

/** What the file says about itself; `size` as it is looked at. */
async function infoOf(file: File) {
  try {
    const info = await pictureInfo(file);
    if (!info) return null;
    const { uprightSize } = await loadPicture();
    return { settings: info.settings, size: uprightSize(info) };
  } catch {
    // Moved or withdrawn since it was chosen: whoever opens it says so.
    return null;
  }
}

/** Whether the address carries settings. Their form is src/metadata's own business, which is fetched only if it does. */
const carriesSettings = () => location.hash.startsWith('#s=');

async function receiveAddress(): Promise<void> {
  if (!carriesSettings()) return;
  const { hash } = location;
  // Out of the address at once: a reload must not ask again, and the link must not be shared by accident.
  history.replaceState(history.state, '', location.pathname + location.search);
  const { readFragment } = await loadLink();
  const read = readFragment(hash);
  if (!read.ok) return notify(read.reason);
  showIncoming({ from: 'link', settings: settingsOfRequest(read.value), size: null, file: null });
}

/** Shows the settings of a link, now and whenever one is opened in this tab. Returns the way to stop. */
export function watchAddress(): () => void {
  const look = () => void receiveAddress();
  addEventListener('hashchange', look);
  look();
  return () => removeEventListener('hashchange', look);
}
