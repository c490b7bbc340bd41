import { concatBytes, latin1Bytes, startsWith } from './bytes';
import { writeExif, type Orientation } from './exif';
import { eraseHiddenText } from './hiddenText';
import { EXIF_PREFIX, isJpeg, makeJpegSegment, MARKER, readJpeg, rewriteJpeg, type JpegPart } from './jpeg';
import { failure, type Outcome } from './outcome';
import { readOrientation } from './picture';
import { isPng, makePngChunk, readPng, rewritePng } from './png';
import { isWebp, readWebp, rewriteWebp } from './webp';

/** What a PNG needs to look the same: pixels, transparency, colour, size in print, animation. Anything else may say something. */
const PNG_KEPT =
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' ');
const WEBP_KEPT = ['ICCP', 'ANIM', 'ANMF', 'ALPH', 'VP8 ', 'VP8L'];

/**
 * The same picture without anything that tells about its making: texts, EXIF, XMP, comments, thumbnails, unknown chunks and what
 * follows the picture's end. Kept are the pixels' bytes, the colour profile and, where it is not upright, the orientation.
 * Fails on files that are cut off or of another kind.
 */
export function stripMetadata(bytes: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
  if (isPng(bytes)) return stripPng(bytes);
  if (isJpeg(bytes)) return stripJpeg(bytes);
  if (isWebp(bytes)) return stripWebp(bytes);
  return failure('This is no PNG, JPEG or WebP picture.');
}

/** The same, and without what a tool has hidden in the pixels: there, and only there, the lowest bits of the transparency change. */
export async function stripAll(bytes: Uint8Array<ArrayBuffer>): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  return stripMetadata(await eraseHiddenText(bytes));
}

/** An EXIF block with the orientation alone, or null for upright pictures, which need none. */
function bareExif(orientation: Orientation): Uint8Array<ArrayBuffer> | null {
  return orientation === 1 ? null : writeExif({ orientation });
}

function stripPng(bytes: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readPng(bytes);
  if (!file.ok) return file;
  const exif = bareExif(readOrientation(bytes));
  return rewritePng(file.value, ({ type }) => PNG_KEPT.includes(type), exif ? [makePngChunk('eXIf', exif)] : []);
}

function stripJpeg(bytes: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readJpeg(bytes);
  if (!file.ok) return file;
  const exif = bareExif(readOrientation(bytes));
  const insert = exif ? [makeJpegSegment(MARKER.app1, concatBytes([latin1Bytes(EXIF_PREFIX), exif]))] : [];
  return rewriteJpeg(file.value, keptOfJpeg, insert);
}

function keptOfJpeg({ marker, data, whole }: JpegPart): Uint8Array | null {
  const isApp = marker >= MARKER.app0 && marker <= 0xef;
  if (marker === MARKER.comment) return null;
  if (!isApp) return whole;
  if (marker === MARKER.app0 && startsWith(data, 'JFIF\0') && data.length >= 14) {
    // The header goes on without its thumbnail.
    const header = data.slice(0, 14);
    header.set([0, 0], 12);
    return makeJpegSegment(MARKER.app0, header);
  }
  const isProfile = marker === MARKER.app2 && startsWith(data, 'ICC_PROFILE\0');
  // Adobe's marker says how the colours are coded.
  const isColour = marker === MARKER.app14 && startsWith(data, 'Adobe');
  return isProfile || isColour ? whole : null;
}

function stripWebp(bytes: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readWebp(bytes);
  if (!file.ok) return file;
  const exif = bareExif(readOrientation(bytes));
  return rewriteWebp(file.value, ({ type }) => WEBP_KEPT.includes(type), exif ? [{ type: 'EXIF', data: exif }] : []);
}
