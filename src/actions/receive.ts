import { part } from '../platform/part';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { showIncoming } from '../stores/incoming';
import { notify } from '../stores/notices';
import { goTo, useRoute } from '../stores/route';
import { openPictureFile } from './fileActions';
import { pictureInfo } from './pictureInfo';

const isPicture = (file: File) =>
  /^image\/(png|jpeg|webp|avif)$/.test(file.type) || /\.(png|jpe?g|webp|avif)$/i.test(file.name);
const isZip = (file: File) => /\.zip$/i.test(file.name) || /zip/.test(file.type);

/**
 * Files that were dropped, pasted, shared or opened with Outpane. A picture that carries settings is shown with them, and the
 * person decides; one without goes onto the canvas, or into the gallery where that is open; a zip, or several pictures, go into
 * the gallery. Nothing runs by itself.
 */
export async function receiveFiles(files: readonly File[]): Promise<void> {
  const taken = files.filter((file) => isPicture(file) || isZip(file));
  const [first] = taken;
  if (!first) {
    if (files.length > 0) notify('Outpane opens PNG, JPEG, WebP and AVIF pictures, and zip files of them.');
    return;
  }
  if (taken.length > 1 || isZip(first)) {
    return addToGallery(taken);
  }
  const info = await infoOf(first);
  if (info?.settings) showIncoming({ from: 'picture', settings: info.settings, size: info.size, file: first });
  else if (useRoute.getState().screen === 'gallery') await addToGallery([first]);
  else await openOnCanvas(first);
}

/** Adds the pictures to the gallery. */
export async function addToGallery(files: readonly File[]): Promise<void> {
  // Zips are read seldom: their code comes when one is there.
  const { importPictures } = await part(() => import('./importPictures'));
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
    const { uprightSize } = await part(() => import('../metadata/picture'));
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
  const { readFragment } = await part(() => import('../metadata/link'));
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

const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes('Files') === true;

/** Takes files that are dropped anywhere on the page, and pictures that are pasted. Returns the way to stop. */
export function watchDrops(): () => void {
  const over = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    // Else the browser would leave the app and show the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const drop = (event: DragEvent) => {
    if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    void receiveFiles([...event.dataTransfer.files]);
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // Words that come with a picture (from a web page) go where the person types.
    const typing =
      event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
    if (files.length === 0 || (typing && event.clipboardData?.types.includes('text/plain'))) return;
    event.preventDefault();
    void receiveFiles(files);
  };
  addEventListener('dragover', over);
  addEventListener('drop', drop);
  addEventListener('paste', paste);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('drop', drop);
    removeEventListener('paste', paste);
  };
}
