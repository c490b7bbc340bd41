import { concatBytes, latin1Bytes, latin1Text, startsWith, viewOf } from './bytes';
import { failure, success, type Outcome } from './outcome';

const MAX_CHUNKS = 20_000;
/** Flags in the first byte of VP8X. */
const FLAG = { icc: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 };

export interface WebpChunk {
  /** Four characters, e.g. "VP8 " or "EXIF". */
  type: string;
  /** View of the content, without the padding byte. */
  data: Uint8Array;
}

export interface WebpFile {
  chunks: WebpChunk[];
  complete: boolean;
}

export function isWebp(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8);
}

/** The chunks of the RIFF container, up to its end or to where the file is cut off (`complete` false). */
export function readWebp(bytes: Uint8Array): Outcome<WebpFile> {
  if (!isWebp(bytes)) return failure('This is not a WebP file.');
  const view = viewOf(bytes);
  const end = 8 + view.getUint32(4, true);
  const chunks: WebpChunk[] = [];
  let at = 12;
  while (at + 8 <= Math.min(end, bytes.length)) {
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > Math.min(end, bytes.length)) return success({ chunks, complete: false });
    if (chunks.length === MAX_CHUNKS) return failure('The WebP file has too many chunks.');
    chunks.push({ type: latin1Text(bytes.subarray(at, at + 4)), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length & 1);
  }
  // The last chunk's padding byte is forgotten by some writers, hence the - 1.
  return success({ chunks, complete: end - 1 <= bytes.length && at >= end - 1 });
}

/** Width and height in pixels and whether there is transparency, from VP8X or the picture's own header; null where neither is readable. */
export function webpSize(file: WebpFile): { width: number; height: number; alpha: boolean } | null {
  for (const { type, data } of file.chunks) {
    const view = viewOf(data);
    if (type === 'VP8X' && data.length >= 10) {
      const side = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536 + 1;
      return { width: side(4), height: side(7), alpha: (view.getUint8(0) & FLAG.alpha) !== 0 };
    }
    if (type === 'VP8 ' && data.length >= 10 && startsWith(data, '\x9d\x01\x2a', 3)) {
      return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff, alpha: false };
    }
    if (type === 'VP8L' && data.length >= 5 && data[0] === 0x2f) {
      const bits = view.getUint32(1, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, alpha: ((bits >>> 28) & 1) === 1 };
    }
  }
  return null;
}

function makeChunk({ type, data }: WebpChunk): Uint8Array[] {
  const head = concatBytes([latin1Bytes(type), new Uint8Array(4)]);
  viewOf(head).setUint32(4, data.length, true);
  return [head, data, new Uint8Array(data.length & 1)];
}

/**
 * The file with only the chunks that `keep` says yes to and `append` (EXIF, XMP) at its end; VP8X is made where it becomes
 * necessary and its flags are brought up to date. The picture's own chunks stay as they are. Fails on a file that is cut off.
 */
export function rewriteWebp(
  file: WebpFile,
  keep: (chunk: WebpChunk) => boolean,
  append: readonly WebpChunk[] = [],
): Outcome<Uint8Array<ArrayBuffer>> {
  const size = webpSize(file);
  if (!file.complete || !size) return failure('The WebP file is cut off.');
  const old = file.chunks.find(({ type, data }) => type === 'VP8X' && data.length >= 10);
  const body = [...file.chunks.filter((chunk) => chunk.type !== 'VP8X' && keep(chunk)), ...append];
  const has = (type: string) => body.some((chunk) => chunk.type === type);
  if (old || has('EXIF') || has('XMP ') || has('ICCP')) {
    const header = Uint8Array.from((old?.data ?? newHeader(size)).subarray(0, 10));
    const flags = (has('ICCP') ? FLAG.icc : 0) | (has('EXIF') ? FLAG.exif : 0) | (has('XMP ') ? FLAG.xmp : 0);
    header[0] = ((header[0] ?? 0) & ~(FLAG.icc | FLAG.exif | FLAG.xmp)) | flags;
    body.unshift({ type: 'VP8X', data: header });
  }
  const out = concatBytes([latin1Bytes('RIFF\0\0\0\0WEBP'), ...body.flatMap(makeChunk)]);
  viewOf(out).setUint32(4, out.length - 8, true);
  return success(out);
}

function newHeader(size: { width: number; height: number; alpha: boolean }): Uint8Array {
  const header = new Uint8Array(10);
  const view = viewOf(header);
  view.setUint8(0, size.alpha ? FLAG.alpha : 0);
  view.setUint16(4, (size.width - 1) & 0xffff, true);
  view.setUint8(6, (size.width - 1) >> 16);
  view.setUint16(7, (size.height - 1) & 0xffff, true);
  view.setUint8(9, (size.height - 1) >> 16);
  return header;
}
