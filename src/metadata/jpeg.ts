import { concatBytes, startsWith, viewOf } from './bytes';
import { failure, success, type Outcome } from './outcome';

const MAX_PARTS = 20_000;
/** Most fill bytes between segments; real files have a handful. */
const MAX_FILL = 10_000;
/** Most content of one segment: its length field has 16 bits and counts itself. */
export const MAX_SEGMENT_BYTES = 65_533;

export const MARKER = { app0: 0xe0, app1: 0xe1, app2: 0xe2, app14: 0xee, comment: 0xfe, scan: 0xda };
export const EXIF_PREFIX = 'Exif\0\0';
export const XMP_PREFIX = 'http://ns.adobe.com/xap/1.0/\0';

export interface JpegPart {
  /** Second byte of the marker, e.g. 0xe1 for APP1; 0 for the coded data that follows a scan's header. */
  marker: number;
  /** View of the content, without the length. */
  data: Uint8Array;
  /** View of marker, length and content. */
  whole: Uint8Array;
}

export interface JpegFile {
  /** All between SOI and EOI, in order; with `headOnly` what stands before the first scan. */
  parts: JpegPart[];
  complete: boolean;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** The segments and coded data up to EOI, or to where the file is cut off or broken (`complete` false). */
export function readJpeg(bytes: Uint8Array, headOnly = false): Outcome<JpegFile> {
  if (!isJpeg(bytes)) return failure('This is not a JPEG file.');
  const view = viewOf(bytes);
  const parts: JpegPart[] = [];
  const done = (complete: boolean) => success<JpegFile>({ parts, complete });
  let at = 2;
  let filled = 0;
  while (at + 2 <= bytes.length) {
    if (parts.length >= MAX_PARTS) return failure('The JPEG file has too many segments.');
    if (bytes[at] !== 0xff) return done(false);
    const marker = view.getUint8(at + 1);
    if (marker === 0xff && ++filled < MAX_FILL) {
      at++;
      continue;
    }
    if (marker === 0xd9) return done(true);
    if (headOnly && marker === MARKER.scan) return done(true);
    // Restart markers stand in coded data only.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || marker === 0xff || at + 4 > bytes.length)
      return done(false);
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return done(false);
    parts.push({ marker, data: bytes.subarray(at + 4, end), whole: bytes.subarray(at, end) });
    at = end;
    if (marker === MARKER.scan) {
      const codedEnd = endOfCodedData(bytes, at);
      const coded = bytes.subarray(at, codedEnd);
      parts.push({ marker: 0, data: coded, whole: coded });
      at = codedEnd;
    }
  }
  return done(false);
}

/** Coded data ends at the first marker that is neither a stuffed 0xFF00 nor a restart. */
function endOfCodedData(bytes: Uint8Array, start: number): number {
  // No indexOf: where every second byte is a marker's first, calling it costs more than looking at each.
  for (let at = start; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

/** Width and height in pixels as coded (before any EXIF orientation), or null where no frame header was found. */
export function jpegSize(file: JpegFile): { width: number; height: number } | null {
  const frame = file.parts.find(
    ({ marker, data }) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker) && data.length >= 6,
  );
  if (!frame) return null;
  const view = viewOf(frame.data);
  return { width: view.getUint16(3), height: view.getUint16(1) };
}

/** A segment's bytes. The content may have at most `MAX_SEGMENT_BYTES`. */
export function makeJpegSegment(marker: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = concatBytes([Uint8Array.of(0xff, marker, 0, 0), ...content]);
  viewOf(out).setUint16(2, out.length - 2);
  return out;
}

/**
 * The file with the parts as `change` gives them back (null leaves one out) and with `insert` (whole segments) behind the JFIF
 * header. Coded data is never touched; what follows EOI is left out. Fails on a file that is cut off.
 */
export function rewriteJpeg(
  file: JpegFile,
  change: (part: JpegPart) => Uint8Array | null,
  insert: readonly Uint8Array[] = [],
): Outcome<Uint8Array<ArrayBuffer>> {
  if (!file.complete || !file.parts.some((part) => part.marker === 0)) return failure('The JPEG file is cut off.');
  const written = (parts: JpegPart[]) => parts.map(change).filter((bytes) => bytes !== null);
  const head = file.parts[0]?.marker === MARKER.app0 ? 1 : 0;
  return success(
    concatBytes([
      Uint8Array.of(0xff, 0xd8),
      ...written(file.parts.slice(0, head)),
      ...insert,
      ...written(file.parts.slice(head)),
      Uint8Array.of(0xff, 0xd9),
    ]),
  );
}

export function isExifSegment(part: JpegPart): boolean {
  return part.marker === MARKER.app1 && startsWith(part.data, EXIF_PREFIX);
}

export function isXmpSegment(part: JpegPart): boolean {
  return part.marker === MARKER.app1 && startsWith(part.data, XMP_PREFIX);
}
