import { badRequest, type OutpaneError } from '../protocol/errors';

/**
 * One file in an archive. Nothing of it is read before `read` is called: a backup may be larger than the memory.
 */
export interface ZipEntry {
  /** As the archive spells it; a label, never a path to write to. */
  name: string;
  /** Bytes when unpacked, as the archive claims. */
  size: number;
  /** The content; rejects where it would be longer than `maxBytes`. */
  read(maxBytes: number, type?: string): Promise<Blob>;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record and the longest comment after it. */
const MAX_TAIL = 22 + 0xffff;
const MAX_DIRECTORY = 128 * 2 ** 20;
const MAX_ENTRIES = 500_000;
const STORED = 0;
const DEFLATED = 8;

/**
 * The files in a zip archive (also zip64, as archives over 4 GB are), from its directory at the end. Libraries want the whole archive in
 * memory, or guess the ends of files whose sizes stand behind them, as in everything that was written as a stream.
 * Rejects with `bad-request` for anything that is no whole zip archive.
 */
export async function readZip(archive: Blob): Promise<ZipEntry[]> {
  const { offset, size, count } = await findDirectory(archive);
  if (size > MAX_DIRECTORY || count > MAX_ENTRIES) throw unreadable('too many files');
  if (offset + size > archive.size) throw unreadable('the directory lies outside');
  const directory = await viewOf(archive, offset, offset + size);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { entry, next } = readDirectoryEntry(archive, directory, at);
    // Folders are entries of their own and have no content.
    if (!entry.name.endsWith('/')) entries.push(entry);
    at = next;
  }
  return entries;
}

async function viewOf(blob: Blob, start: number, end: number): Promise<DataView> {
  try {
    return new DataView(await blob.slice(start, end).arrayBuffer());
  } catch (thrown) {
    throw unreadable(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

async function findDirectory(archive: Blob): Promise<{ offset: number; size: number; count: number }> {
  const start = Math.max(0, archive.size - MAX_TAIL);
  const tail = await viewOf(archive, start, archive.size);
  for (let at = tail.byteLength - 22; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const count = tail.getUint16(at + 10, true);
    const size = tail.getUint32(at + 12, true);
    const offset = tail.getUint32(at + 16, true);
    if (count !== 0xffff && size !== 0xffffffff && offset !== 0xffffffff) return { offset, size, count };
    if (at < 20 || tail.getUint32(at - 20, true) !== END64_LOCATOR) return { offset, size, count };
    const end64 = await viewOf(archive, long(tail, at - 12), long(tail, at - 12) + 56);
    if (end64.byteLength < 56 || end64.getUint32(0, true) !== END64) throw unreadable('the zip64 record is damaged');
    return { count: long(end64, 32), size: long(end64, 40), offset: long(end64, 48) };
  }
  throw unreadable('no end record');
}

function long(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw unreadable('a number is too large');
  return Number(value);
}

function readDirectoryEntry(archive: Blob, view: DataView, at: number): { entry: ZipEntry; next: number } {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw unreadable('the directory is damaged');
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  if (next > view.byteLength) throw unreadable('the directory is damaged');
  const numbers = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  readLongNumbers(view, at + 46 + nameLength, extraLength, numbers);
  const [size = 0, packed = 0, offset = 0] = numbers;
  const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
  const read = async (maxBytes: number, type = '') => {
    if (flags & 1) throw unreadable('it is encrypted');
    if (size > maxBytes) throw tooLong(name);
    const data = await content(archive, offset, packed, type);
    if (method === STORED && packed === size) return data;
    if (method === DEFLATED) return inflate(data, size, type, name);
    throw unreadable(`${name} is packed in another way`);
  };
  return { entry: { name, size, read }, next };
}

/** Where a 32 bit number is all ones, the real one stands in the zip64 field, in this order. */
function readLongNumbers(view: DataView, start: number, length: number, numbers: number[]): void {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const end = at + 4 + view.getUint16(at + 2, true);
    let field = at + 4;
    numbers.forEach((number, i) => {
      if (number !== 0xffffffff) return;
      if (field + 8 > Math.min(end, start + length)) throw unreadable('the directory is damaged');
      numbers[i] = long(view, field);
      field += 8;
    });
  }
}

async function content(archive: Blob, offset: number, packed: number, type: string): Promise<Blob> {
  const header = await viewOf(archive, offset, offset + 30);
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL) throw unreadable('a file header is damaged');
  // Name and extra field may be of other lengths here than in the directory.
  const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packed > archive.size) throw unreadable('it is cut off');
  return archive.slice(start, start + packed, type);
}

/** By the browser itself, which does it in pieces: no archive, however it is made, keeps the page from answering. */
async function inflate(data: Blob, size: number, type: string, name: string): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  const reader = data.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw unreadable(`${name} is damaged`);
    });
    if (done) break;
    total += value.length;
    // The archive's own word about the size was checked against the limit: more than it is a bomb, less is damage.
    if (total > size) {
      await reader.cancel().catch(() => undefined);
      throw tooLong(name);
    }
    parts.push(value);
  }
  if (total !== size) throw unreadable(`${name} is damaged`);
  return new Blob(parts, { type });
}

function tooLong(name: string): OutpaneError {
  return unreadable(`${name} is larger than expected`);
}

function unreadable(cause: string): OutpaneError {
  return badRequest(
    "This file can't be read as a zip archive.",
    'Nothing was changed by it. It may be damaged or not fully copied: fetch it again from where it was kept, then try once more.',
    cause,
  );
}
