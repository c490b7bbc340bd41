import { success, type Outcome } from './outcome';
import { readPictureTexts, XMP_KEYWORD } from './pictureTexts';
import { readPng, rewritePng } from './png';
import { makePngText } from './pngText';

/**
 * The PNG with the texts about its making that another file of the same picture carries, under the keywords that tools use in a
 * PNG. Fails where `png` is none; what is not readable in `from` is left out.
 */
export function copyTexts(from: Uint8Array, png: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readPng(png);
  if (!file.ok) return file;
  const texts = readPictureTexts(from);
  if (!texts.ok) return success(new Uint8Array(png));
  const { fields, xmp } = texts.value;
  const all = new Map([...fields, ...(xmp === null ? [] : [[XMP_KEYWORD, xmp] as const])]);
  return rewritePng(
    file.value,
    () => true,
    [...all].map(([keyword, text]) => makePngText(keyword, text, keyword === XMP_KEYWORD)),
  );
}
