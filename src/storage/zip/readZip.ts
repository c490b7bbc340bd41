import { createCRC32, type IHasher } from 'hash-wasm';
import { uint64, viewOf } from './bytes';
import { entryName } from './entryName';
import { CENTRAL, findDirectory } from './findDirectory';
import { unpack, unpackHead, type Budget, type Packing } from './unpack';
import { UnreadableEntry, unreadableArchive } from './zipFaults';

/**
 * One file in an archive. Nothing of it is read before it is asked for: a backup may be larger than the memory. Whoever asks for
 * several gets them one after the other, so that only one is being unpacked.
 */
export interface ZipEntry {
  /** A label, never a path to write to. */
  name: string;
  /** Bytes when unpacked, as the archive claims. */
  size: number;
  /** Bytes that it fills in the archive. */
  packed: number;
  /** A password is needed. */
  locked: boolean;
  /** The content, whose checksum was right; rejects with UnreadableEntry, also where it would be longer than `maxBytes`. */
  read(maxBytes: number, type?: string): Promise<Blob>;
  /** The first bytes of the content, at most so many, unchecked. Rejects with UnreadableEntry. */
  head(bytes: number): Promise<Uint8Array>;
}

const LOCAL = 0x04034b50;
const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;
const MAX_DIRECTORY = 128 * 2 ** 20;
const MAX_ENTRIES = 500_000;
const LONG_NUMBERS = 1;
const UNICODE_PATH = 0x7075;

/**
 * All files of an archive together may unpack to this many bytes, and to so many times its own size: pictures hardly shrink in a
 * zip, so no honest archive comes near it, and a bomb is stopped before it has filled the memory or the storage.
 */
const BUDGET = 256 * 2 ** 20;
const BUDGET_RATIO = 8;

/**
 * The files in a zip archive (also zip64, as archives over 4 GB are, and with other bytes before or behind it), from its directory
 * at the end. All that is read of it together is at most `allowance` bytes. Rejects with `bad-request` for anything that is no whole zip archive, and for one whose files overlap.
 */
export async function readZip(archive: Blob, allowance = BUDGET + BUDGET_RATIO * archive.size): Promise<ZipEntry[]> {
  const { start, size, count, shift } = await findDirectory(archive);
  if (size > MAX_DIRECTORY || count > MAX_ENTRIES) throw unreadableArchive('too many files');
  const [directory, hasher] = await Promise.all([viewOf(archive, start, start + size), createCRC32()]);
  const records: DirectoryRecord[] = [];
  let at = 0;
  while (at + 4 <= size && directory.getUint32(at, true) === CENTRAL) {
    if (records.length === MAX_ENTRIES) throw unreadableArchive('too many files');
    const { record, next } = readRecord(directory, at, hasher);
    records.push({ ...record, offset: record.offset + shift });
    at = next;
  }
  if ((records.length & 0xffff) !== (count & 0xffff)) throw unreadableArchive('the directory is damaged');
  // Folders are entries of their own and have no content.
  const files = records.filter(({ name }) => !name.endsWith('/'));
  const ends = endsOf(files, start);
  const budget: Budget = { left: allowance };
  const inTurn = queue();
  return files.map((record) => toEntry(archive, record, ends.get(record) ?? start, { budget, hasher, inTurn }));
}

interface DirectoryRecord extends Packing {
  locked: boolean;
  /** Bytes as they are in the archive, and where their header begins. */
  packed: number;
  offset: number;
}

function readRecord(
  view: DataView<ArrayBuffer>,
  at: number,
  hasher: IHasher,
): { record: DirectoryRecord; next: number } {
  if (at + CENTRAL_LENGTH > view.byteLength) throw unreadableArchive('the directory is damaged');
  const flags = view.getUint16(at + 8, true);
  const nameLength = view.getUint16(at + 28, true);
  const extraStart = at + CENTRAL_LENGTH + nameLength;
  const extraEnd = extraStart + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > view.byteLength) throw unreadableArchive('the directory is damaged');
  const raw = new Uint8Array(view.buffer, at + CENTRAL_LENGTH, nameLength);
  const extras = readExtras(view, extraStart, extraEnd);
  const [size, packed, offset] = longNumbers(extras.get(LONG_NUMBERS), [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ]);
  const record = {
    name: entryName(raw, (flags & 0x800) !== 0, unicodePath(extras.get(UNICODE_PATH), raw, hasher)),
    locked: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    size,
    packed,
    offset,
  };
  return { record, next };
}

/** The fields after a name by their number; what is not whole is left out. */
function readExtras(view: DataView<ArrayBuffer>, start: number, end: number): Map<number, DataView<ArrayBuffer>> {
  const extras = new Map<number, DataView<ArrayBuffer>>();
  for (let at = start; at + 4 <= end;) {
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > end) break;
    extras.set(view.getUint16(at, true), new DataView(view.buffer, at + 4, length));
    at += 4 + length;
  }
  return extras;
}

type Numbers = [size: number, packed: number, offset: number];

/** Where a 32 bit number is all ones, the real one stands in the zip64 field, in this order. */
function longNumbers(field: DataView | undefined, numbers: Numbers): Numbers {
  let at = 0;
  const real = (number: number) => {
    if (number !== 0xffffffff || !field) return number;
    if (at + 8 > field.byteLength) throw unreadableArchive('the directory is damaged');
    at += 8;
    return uint64(field, at - 8);
  };
  const [size, packed, offset] = numbers;
  return [real(size), real(packed), real(offset)];
}

/** The name in UTF-8, where it is a copy of this very name: a program that renamed the file may have left an old one. */
function unicodePath(
  field: DataView<ArrayBuffer> | undefined,
  raw: Uint8Array<ArrayBuffer>,
  hasher: IHasher,
): Uint8Array<ArrayBuffer> | null {
  if (!field || field.byteLength < 6 || field.getUint8(0) !== 1) return null;
  hasher.init();
  hasher.update(raw);
  if (Number.parseInt(hasher.digest(), 16) !== field.getUint32(1, true)) return null;
  return new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5);
}

/** Where the content of each file must have ended. Files that share bytes would give the same ones again and again: refused. */
function endsOf(records: readonly DirectoryRecord[], directory: number): Map<DirectoryRecord, number> {
  const ends = new Map<DirectoryRecord, number>();
  const sorted = records.toSorted((a, b) => a.offset - b.offset);
  sorted.forEach((record, i) => {
    const end = sorted[i + 1]?.offset ?? directory;
    if (record.offset + LOCAL_LENGTH + record.packed > end) throw unreadableArchive('its files overlap');
    ends.set(record, end);
  });
  return ends;
}

interface Reading {
  budget: Budget;
  hasher: IHasher;
  inTurn: <T>(task: () => Promise<T>) => Promise<T>;
}

function toEntry(archive: Blob, record: DirectoryRecord, end: number, { budget, hasher, inTurn }: Reading): ZipEntry {
  const { name, size, packed, locked } = record;
  const content = async () => {
    if (locked) throw new UnreadableEntry('locked', name);
    const header = await viewOf(archive, record.offset, record.offset + LOCAL_LENGTH);
    if (header.byteLength < LOCAL_LENGTH || header.getUint32(0, true) !== LOCAL)
      throw new UnreadableEntry('damaged', name);
    // Name and extra field may be of other lengths here than in the directory.
    const start = record.offset + LOCAL_LENGTH + header.getUint16(26, true) + header.getUint16(28, true);
    if (start + packed > end) throw new UnreadableEntry('damaged', name);
    return archive.slice(start, start + packed);
  };
  return {
    name,
    size,
    packed,
    locked,
    read: (maxBytes, type = '') =>
      inTurn(async () => unpack(await content(), record, { maxBytes, budget, hasher, type })),
    head: (bytes) => inTurn(async () => unpackHead(await content(), record, bytes)),
  };
}

/** Runs one task after the other. */
function queue(): Reading['inTurn'] {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => undefined);
    return run;
  };
}
