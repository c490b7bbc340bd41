import * as v from 'valibot';
import type { Archive, Manifest } from './archive';
import { pictureMetaSchema, titleOf, type PictureMeta } from './pictureMeta';

type Listed = Manifest['pictures'][number];

const MAX_THUMBNAIL = 2 * 2 ** 20;
/** As many as the app can work with. */
const MAX_PIXELS = 8192 * 8192;

/** One picture of an archive as it can be kept; null where it can't: not sound, or of another version. The id is as in the archive. */
export async function readArchivePicture(
  archive: Archive,
  { file, thumbnail, meta }: Listed,
): Promise<{ meta: PictureMeta; png: Blob; thumbnail: Blob | null } | null> {
  const parsed = v.safeParse(pictureMetaSchema, meta);
  if (!parsed.success || !/^[\w-]{1,64}$/.test(parsed.output.id)) return null;
  try {
    const png = await archive.file(file, 'image/png');
    const size = png && (await decodedSize(png));
    if (!size) return null;
    const small = thumbnail === undefined ? null : archive.file(thumbnail, 'image/webp', MAX_THUMBNAIL);
    return {
      meta: { ...parsed.output, ...size, bytes: png.size, deletedAt: null },
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
  const parsed = v.safeParse(pictureMetaSchema, meta);
  const title =
    parsed.success && (parsed.output.request?.prompt || parsed.output.imported) ? titleOf(parsed.output) : file;
  return title.length > NAME_LENGTH ? `${title.slice(0, NAME_LENGTH).trimEnd()}…` : title;
}

const NAME_LENGTH = 40;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The size of a PNG that the browser can decode, in pixels; null for anything else. What would fill the memory is not tried. */
async function decodedSize(png: Blob): Promise<{ width: number; height: number } | null> {
  const head = new DataView(await png.slice(0, 24).arrayBuffer());
  if (head.byteLength < 24 || PNG_SIGNATURE.some((byte, i) => head.getUint8(i) !== byte)) return null;
  if (head.getUint32(16) * head.getUint32(20) > MAX_PIXELS) return null;
  const bitmap = await createImageBitmap(png);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}
