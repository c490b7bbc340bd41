import type { PictureSettings } from '../protocol/pictureSettings';
import type { PictureMeta } from '../storage/pictureMeta';
import { loadPicture, loadStripper } from './metadataParts';
import { fileName } from './pictureFile';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** The kept PNG with its settings in it, for Outpane and for other tools. Pixels are the same bytes. What others have made goes out as it came. */
export async function withSettings(png: Blob, { request }: Pick<PictureMeta, 'request'>): Promise<Blob> {
  if (!request) return png;
  const { writePicture } = await loadPicture();
  const written = writePicture(await bytesOf(png), request);
  // A picture without its settings is better than none.
  return written.ok ? new Blob([written.value], { type: png.type }) : png;
}

/** The same for settings that another tool wrote, as far as they were understood. */
export async function withForeignSettings(picture: Blob, settings: PictureSettings): Promise<Blob> {
  const { writeForeignSettings } = await loadPicture();
  const written = writeForeignSettings(await bytesOf(picture), settings);
  return written.ok ? new Blob([written.value], { type: picture.type }) : picture;
}

/** The same picture without a word about its making. Rejects rather than give away what was to be left out. */
export async function withoutMetadata(png: Blob): Promise<Blob> {
  const { stripAll } = await loadStripper();
  const stripped = await stripAll(await bytesOf(png));
  if (!stripped.ok) throw new Error(stripped.reason);
  return new Blob([stripped.value], { type: png.type });
}

/** File names for an archive: no two alike. */
export function uniqueNames(pictures: readonly PictureMeta[]): string[] {
  const used = new Set<string>();
  return pictures.map((meta) => {
    const name = fileName(meta);
    let unique = name;
    for (let i = 2; used.has(unique.toLowerCase()); i++) unique = name.replace(/\.png$/, `-${i}.png`);
    used.add(unique.toLowerCase());
    return unique;
  });
}
