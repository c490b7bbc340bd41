import type { PictureInfo } from '../metadata/picture';
import { loadPicture } from './metadataParts';

/** Longest file whose settings are looked for, in bytes; larger ones are opened all the same. */
const MAX_LOOK = 64 * 2 ** 20;

/** What the file says about itself; null where it is no picture or too large to look. Rejects where it can't be read. */
export async function pictureInfo(file: Blob): Promise<PictureInfo | null> {
  if (file.size > MAX_LOOK) return null;
  const { readWholePicture } = await loadPicture();
  const info = await readWholePicture(new Uint8Array(await file.arrayBuffer()));
  return info.ok ? info.value : null;
}
