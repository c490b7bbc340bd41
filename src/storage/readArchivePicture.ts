import { MAX_KEPT_PIXELS } from '../protocol/ranges';
import { readOr } from '../protocol/recordKind';
import { PICTURE_ID, type Archive, type Manifest } from './archive';
import { pictureMetaKind, titleOf, type PictureMeta } from './pictureMeta';

type Listed = Manifest['pictures'][number];

const MAX_THUMBNAIL = 2 * 2 ** 20;

export interface ArchivePicture {
  meta: PictureMeta;
  /** The same as it is to be stored: with what only its own version knows of it. */
  record: object;
  png: Blob;
  thumbnail: Blob | null;
}

/** One picture of an archive as it can be kept; null where it can't: not sound, or of another version. The id is as in the archive. */
export async function readArchivePicture(
  archive: Archive,
  { file, thumbnail, meta }: Listed,
): Promise<ArchivePicture | null> {
  const read = readOr(pictureMetaKind, meta);
  if (!read || !PICTURE_ID.test(read.id)) return null;
  try {
    const png = await archive.file(file, 'image/png');
    const size = png && (await decodedSize(png));
    if (!size) return null;
    const small = thumbnail === undefined ? null : archive.file(thumbnail, 'image/webp', MAX_THUMBNAIL);
    const here = { ...size, bytes: png.size, deletedAt: null };
    return {
      meta: { ...read, ...here },
      record: { ...(meta as object), ...here },
      png,
      // It can be made again.
      thumbnail: (await small?.catch(() => null)) ?? null,
    };
  } catch {
    return null;
  }
}

/** What a picture is called where it has to be named: by its words, else by its file. */
export function listedName({ file, meta }: Listed): string {
  const read = readOr(pictureMetaKind, meta);
  const title = read && (read.request?.prompt || read.imported) ? titleOf(read) : file;
  return title.length > NAME_LENGTH ? `${title.slice(0, NAME_LENGTH).trimEnd()}…` : title;
}

const NAME_LENGTH = 40;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The size of a PNG that the browser can decode, in pixels; null for anything else. What would fill the memory is not tried. */
async function decodedSize(png: Blob): Promise<{ width: number; height: number } | null> {
  const head = new DataView(await png.slice(0, 24).arrayBuffer());
  if (head.byteLength < 24 || PNG_SIGNATURE.some((byte, i) => head.getUint8(i) !== byte)) return null;
  if (head.getUint32(16) * head.getUint32(20) > MAX_KEPT_PIXELS) return null;
  const bitmap = await createImageBitmap(png);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}
