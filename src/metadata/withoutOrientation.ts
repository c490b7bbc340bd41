import type { Orientation } from './exif';
import { isExifSegment, isJpeg, readJpeg, rewriteJpeg } from './jpeg';
import { failure, type Outcome } from './outcome';
import { readOrientation } from './picture';
import { isPng, readPng, rewritePng } from './png';
import { isWebp, readWebp, rewriteWebp } from './webp';

/**
 * How a picture has to be turned to stand upright, and its bytes without a word of that: browsers that heed the orientation of one
 * format don't heed that of another, so nobody but us may turn it. What is cut off is left to the browser, as it is.
 */
export function withoutOrientation(bytes: Uint8Array): { bytes: Uint8Array; orientation: Orientation } {
  const orientation = readOrientation(bytes);
  if (orientation === 1) return { bytes, orientation };
  const bare = withoutExif(bytes);
  return bare.ok ? { bytes: bare.value, orientation } : { bytes, orientation: 1 };
}

function withoutExif(bytes: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
  if (isPng(bytes)) {
    const file = readPng(bytes);
    return file.ok ? rewritePng(file.value, ({ type }) => type !== 'eXIf') : file;
  }
  if (isJpeg(bytes)) {
    const file = readJpeg(bytes);
    return file.ok ? rewriteJpeg(file.value, (part) => (isExifSegment(part) ? null : part.whole)) : file;
  }
  if (isWebp(bytes)) {
    const file = readWebp(bytes);
    return file.ok ? rewriteWebp(file.value, ({ type }) => type !== 'EXIF') : file;
  }
  return failure('This is no PNG, JPEG or WebP picture.');
}
