import { concatBytes, latin1Bytes, latin1Text, viewOf } from './bytes';
import { crc32 } from './crc32';
import { failure, success, type Outcome } from './outcome';

/** What every PNG begins with. */
export const PNG_SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
/** Far above any real file (an encoder's IDAT holds 8 KiB and more); keeps a file of empty chunks from filling memory and time. */
const MAX_CHUNKS = 20_000;

export interface PngChunk {
  /** Four Latin letters, e.g. "IHDR". */
  type: string;
  /** View of the content. */
  data: Uint8Array;
  /** View of length, type, content and CRC. */
  whole: Uint8Array;
}

export interface PngFile {
  chunks: PngChunk[];
  /** True when the file goes on to its IEND. */
  complete: boolean;
}

export function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** The chunks up to IEND, or up to where the file is cut off or broken (`complete` false). Checksums are not looked at. */
export function readPng(bytes: Uint8Array): Outcome<PngFile> {
  if (!isPng(bytes)) return failure('This is not a PNG file.');
  const view = viewOf(bytes);
  const chunks: PngChunk[] = [];
  let at = PNG_SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = latin1Text(bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(type)) break;
    if (chunks.length === 0 && (type !== 'IHDR' || length !== 13)) return failure('The PNG file has no header.');
    if (chunks.length === MAX_CHUNKS) return failure('The PNG file has too many chunks.');
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (type === 'IEND') return success({ chunks, complete: true });
    at = end;
  }
  return chunks.length > 0 ? success({ chunks, complete: false }) : failure('The PNG file is cut off in its header.');
}

/** Width and height in pixels from the IHDR. */
export function pngSize(file: PngFile): { width: number; height: number } {
  const header = file.chunks[0];
  if (!header) return { width: 0, height: 0 };
  const view = viewOf(header.data);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}

export function hasValidCrc(chunk: PngChunk): boolean {
  const end = chunk.whole.length - 4;
  return viewOf(chunk.whole).getUint32(end) === crc32(chunk.whole.subarray(4, end));
}

/** A chunk's bytes: length, type, content, CRC. */
export function makePngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = concatBytes([new Uint8Array(4), latin1Bytes(type), data, new Uint8Array(4)]);
  const view = viewOf(out);
  view.setUint32(0, data.length);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

/**
 * The file with only the chunks that `keep` says yes to and with `insert` (whole chunks) before the first IDAT. What is kept
 * stays as it is, byte for byte. Fails on a file that is cut off.
 */
export function rewritePng(
  file: PngFile,
  keep: (chunk: PngChunk) => boolean,
  insert: readonly Uint8Array[] = [],
): Outcome<Uint8Array<ArrayBuffer>> {
  const firstData = file.chunks.findIndex((chunk) => chunk.type === 'IDAT');
  if (!file.complete || firstData < 0) return failure('The PNG file is cut off.');
  const whole = (chunks: PngChunk[]) => chunks.filter(keep).map((chunk) => chunk.whole);
  const before = whole(file.chunks.slice(0, firstData));
  return success(concatBytes([PNG_SIGNATURE, ...before, ...insert, ...whole(file.chunks.slice(firstData))]));
}
