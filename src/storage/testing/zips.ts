import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive, and what is to be wrong with it. */
export interface ZipFile {
  name: string | Uint8Array;
  data: Uint8Array | string;
  /** 8 (deflated) unless said. */
  method?: number;
  flags?: number;
  /** Fields after the name in the directory. */
  extra?: Uint8Array;
  /** What the directory claims, where it is not the truth. */
  size?: number;
  crc?: number;
  /** Shares the content of the file with this number. */
  sameAs?: number;
}

export interface ZipShape {
  before?: Uint8Array | string;
  comment?: Uint8Array | string;
  /** Behind all of it. */
  after?: Uint8Array | string;
  /** The end record says "see the zip64 record". */
  zip64?: boolean;
  /** Offsets count from the file's beginning, not from the archive's. */
  adjusted?: boolean;
}

const bytesOf = (text: Uint8Array | string | undefined) => Buffer.from(text ?? '');

/** An archive byte by byte, as no program would write it. */
export function zipOf(files: readonly ZipFile[], shape: ZipShape = {}): Blob {
  const before = bytesOf(shape.before);
  const base = shape.adjusted ? before.length : 0;
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  const offsets: number[] = [];
  let length = 0;
  for (const file of files) {
    const { method = 8, flags = 0 } = file;
    const [name, data, extra] = [bytesOf(file.name), bytesOf(file.data), bytesOf(file.extra)];
    const packed = method === 8 ? deflateRawSync(data) : data;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(flags, 6);
    header.writeUInt16LE(method, 8);
    header.writeUInt16LE(name.length, 26);
    const shared = file.sameAs === undefined ? undefined : offsets[file.sameAs];
    offsets.push(shared ?? length);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(file.crc ?? crc32(data), 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(file.size ?? data.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(base + (shared ?? length), 42);
    centrals.push(central, name, extra);
    if (shared !== undefined) continue;
    locals.push(header, name, packed);
    length += header.length + name.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const comment = bytesOf(shape.comment);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(shape.zip64 ? 0xffff : files.length, 8);
  end.writeUInt16LE(shape.zip64 ? 0xffff : files.length, 10);
  end.writeUInt32LE(shape.zip64 ? 0xffffffff : directory.length, 12);
  end.writeUInt32LE(shape.zip64 ? 0xffffffff : base + length, 16);
  end.writeUInt16LE(comment.length, 20);
  const long = shape.zip64 ? zip64(files.length, directory.length, base + length) : [];
  const all = [before, ...locals, directory, ...long, end, comment, bytesOf(shape.after)];
  return new Blob([new Uint8Array(Buffer.concat(all))]);
}

/** The zip64 record and its locator. */
function zip64(count: number, size: number, offset: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  return [record, locator];
}
