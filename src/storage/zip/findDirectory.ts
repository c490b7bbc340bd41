import { uint64, viewOf } from './bytes';
import { unreadableArchive } from './zipFaults';

/** Where an archive's list of files lies. */
export interface Directory {
  /** First byte, and bytes. */
  start: number;
  size: number;
  /** Files in it as the archive claims; some old programs leave out multiples of 65536. */
  count: number;
  /** To be added to the offsets in the archive: bytes that stand before it (a program that unpacks it, say). */
  shift: number;
}

const END = 0x06054b50;
const END_LENGTH = 22;
const END64 = 0x06064b50;
const END64_LENGTH = 56;
const LOCATOR = 0x07064b50;
const LOCATOR_LENGTH = 20;
export const CENTRAL = 0x02014b50;
const CENTRAL_LENGTH = 46;
/** The end record with what may stand before it, and the longest comment after it. */
const MAX_TAIL = LOCATOR_LENGTH + END_LENGTH + 0xffff;
/** So many places that look like an end record are tried: a comment may be full of them. */
const MAX_TRIES = 64;

/**
 * Finds the list of files by the end record. A comment may hold what looks like one, so each is believed only where it leads to a
 * list, first those whose comment ends with the file. Rejects with `bad-request` where there is none.
 */
export async function findDirectory(archive: Blob): Promise<Directory> {
  const tailStart = Math.max(0, archive.size - MAX_TAIL);
  const tail = await viewOf(archive, tailStart, archive.size);
  const places: number[] = [];
  for (let at = tail.byteLength - END_LENGTH; at >= 0; at--) if (tail.getUint32(at, true) === END) places.push(at);
  const endsTheFile = (at: number) => at + END_LENGTH + tail.getUint16(at + 20, true) === tail.byteLength;
  const ordered = [...places.filter(endsTheFile), ...places.filter((at) => !endsTheFile(at))].slice(0, MAX_TRIES);
  let empty: Directory | null = null;
  for (const at of ordered) {
    // What only looks like one may say anything.
    const found = await directoryAt(archive, tail, tailStart, at).catch(() => null);
    if (found && found.size > 0) return found;
    // Zeros in a comment look like an archive without files: only where there is nothing better.
    empty ??= found;
  }
  if (empty) return empty;
  throw unreadableArchive(places.length > 0 ? 'no list of files' : 'no end record');
}

/** The directory that the end record at `at` of the tail leads to; null where it is none. */
async function directoryAt(
  archive: Blob,
  tail: DataView<ArrayBuffer>,
  tailStart: number,
  at: number,
): Promise<Directory | null> {
  // One of several parts: the files are elsewhere.
  const [part, first] = [tail.getUint16(at + 4, true), tail.getUint16(at + 6, true)];
  if (part !== first || (part !== 0 && part !== 0xffff)) return null;
  const count = tail.getUint16(at + 10, true);
  const size = tail.getUint32(at + 12, true);
  const offset = tail.getUint32(at + 16, true);
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff) {
    const long = await longDirectory(archive, tail, tailStart, at);
    if (long) return long;
  }
  return placed(archive, { count, size, offset }, tailStart + at);
}

/** The same from a zip64 record, as archives over 4 GB have. */
async function longDirectory(
  archive: Blob,
  tail: DataView<ArrayBuffer>,
  tailStart: number,
  end: number,
): Promise<Directory | null> {
  const at = end - LOCATOR_LENGTH;
  if (at < 0 || tail.getUint32(at, true) !== LOCATOR) return null;
  // With bytes before the archive it is not where it says, but right before its locator.
  for (const start of [uint64(tail, at + 8), tailStart + at - END64_LENGTH]) {
    if (start < 0 || start + END64_LENGTH > archive.size) continue;
    const record = await viewOf(archive, start, start + END64_LENGTH);
    if (record.byteLength < END64_LENGTH || record.getUint32(0, true) !== END64) continue;
    const numbers = { count: uint64(record, 32), size: uint64(record, 40), offset: uint64(record, 48) };
    const found = await placed(archive, numbers, start);
    if (found) return found;
  }
  return null;
}

/** The list ends where its end record begins, or lies where it says; null where it does neither. */
async function placed(
  archive: Blob,
  { count, size, offset }: { count: number; size: number; offset: number },
  end: number,
): Promise<Directory | null> {
  if (size > end || (size === 0) !== (count === 0)) return null;
  for (const start of [end - size, offset]) {
    const shift = start - offset;
    if (shift < 0 || start + size > end) continue;
    if (size === 0) return { start, size, count, shift };
    if (size < CENTRAL_LENGTH) return null;
    const head = await viewOf(archive, start, start + 4);
    if (head.byteLength === 4 && head.getUint32(0, true) === CENTRAL) return { start, size, count, shift };
  }
  return null;
}
