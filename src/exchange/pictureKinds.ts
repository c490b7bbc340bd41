/** Files that can be imported, for a file chooser. */
export const IMPORTABLE = '.zip,.jfif,image/png,image/jpeg,image/webp,image/avif';

/** Names that promise a picture; what a file is, its bytes say. */
const PICTURE_NAME = /\.(a?png|jpe?g|jpe|jfif|pjp|pjpeg|webp|avif)$/i;
const PICTURE_TYPE = /^image\/(a?png|vnd\.mozilla\.apng|jpe?g|pjpeg|webp|avif)$/i;

export const hasPictureName = (name: string): boolean => PICTURE_NAME.test(name);

/** First bytes that `startsLikePicture` needs. */
export const HEAD_BYTES = 32;

/** Whether a file that begins so is a PNG, JPEG, WebP or AVIF. */
export function startsLikePicture(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  return (
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    text.startsWith('\xff\xd8\xff') ||
    /^RIFF[^]{4}WEBP/.test(text) ||
    /^[^]{4}ftyp[^]*avi[fs]/.test(text)
  );
}

/** What a file is by its first bytes, else by its name and type; null for what can't be taken in. Rejects where it can't be read. */
export async function kindOf(file: File): Promise<'picture' | 'zip' | null> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (startsLikePicture(head)) return 'picture';
  // An archive may have other bytes before it.
  if ((head[0] === 0x50 && head[1] === 0x4b) || /\.zip$/i.test(file.name) || /zip/.test(file.type)) return 'zip';
  return hasPictureName(file.name) || PICTURE_TYPE.test(file.type) ? 'picture' : null;
}
