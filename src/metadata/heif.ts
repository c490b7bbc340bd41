import { concatBytes, latin1Text, startsWith } from './bytes';
import { ByteReader } from './byteReader';
import { failure, success, type Outcome } from './outcome';
import { MAX_TEXT_BYTES } from './textBudget';

/** Brands of still and moving pictures in this container: AVIF, HEIC and what they have in common. */
const BRANDS = ['avif', 'avis', 'heic', 'heix', 'mif1', 'msf1'];
const MAX_BOXES = 2000;
/** Pieces that an item may be kept in; files in use have one. */
const MAX_EXTENTS = 64;
const RDF = 'application/rdf+xml';

/** What is read of an AVIF or HEIC file (ISO 14496-12 and 23008-12). */
export interface HeifFile {
  /** Pixels as the picture is looked at, turns included, since decoders turn it; null where it does not say. */
  size: { width: number; height: number } | null;
  /** TIFF, with or without "Exif\0\0" before it. */
  exif: Uint8Array | null;
  xmp: Uint8Array | null;
}

interface Box {
  type: string;
  data: Uint8Array;
}

export function isHeif(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, 'ftyp', 4)) return false;
  const ftyp = boxesOf(bytes.subarray(0, 1024))[0]?.data ?? new Uint8Array();
  for (let at = 0; at + 4 <= ftyp.length; at += 4)
    if (at !== 4 && BRANDS.includes(latin1Text(ftyp.subarray(at, at + 4)))) return true;
  return false;
}

/** Finds what the file says about itself. Where parts are cut off or broken, what was found without them. */
export function readHeif(bytes: Uint8Array): Outcome<HeifFile> {
  if (!isHeif(bytes)) return failure('This is not an AVIF file.');
  const meta = find(boxesOf(bytes), 'meta');
  const boxes = meta ? boxesOf(meta.subarray(4)) : [];
  const contents = (wanted: (item: Item) => boolean): Uint8Array | null => {
    const item = readItems(find(boxes, 'iinf')).find(wanted);
    const iloc = find(boxes, 'iloc');
    return item && iloc ? readContent(bytes, iloc, find(boxes, 'idat') ?? new Uint8Array(), item.id) : null;
  };
  const exif = contents(({ type }) => type === 'Exif');
  return success({
    size: readSize(boxes),
    exif: exif && tiffIn(exif),
    xmp: contents(({ type, content }) => type === 'mime' && content === RDF),
  });
}

/** The boxes that lie whole in the bytes, in their order; the last may go to the end. */
function boxesOf(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  const reader = new ByteReader(bytes);
  while (reader.left >= 8 && boxes.length < MAX_BOXES) {
    const start = reader.at;
    const short = reader.number(4);
    const type = latin1Text(reader.bytes(4));
    const length = short === 1 ? reader.number(8) : short === 0 ? bytes.length - start : short;
    const data = bytes.subarray(reader.at, start + length);
    if (length < reader.at - start || start + length > bytes.length) break;
    boxes.push({ type, data });
    reader.at = start + length;
  }
  return boxes;
}

const find = (boxes: readonly Box[], wanted: string) => boxes.find(({ type }) => type === wanted)?.data;

interface Item {
  id: number;
  type: string;
  /** Of items of type "mime". */
  content: string;
}

function readItems(iinf: Uint8Array | undefined): Item[] {
  if (!iinf) return [];
  const entries = boxesOf(iinf.subarray(iinf[0] === 0 ? 6 : 8)).filter(({ type }) => type === 'infe');
  return entries.map(({ data }) => {
    const reader = new ByteReader(data);
    const version = reader.number(4) >>> 24;
    const id = reader.number(version >= 3 ? 4 : 2);
    reader.bytes(2);
    const type = latin1Text(reader.bytes(4));
    const [, content = ''] = latin1Text(reader.bytes(Math.min(reader.left, 300))).split('\0');
    return { id, type, content };
  });
}

/** The item's bytes, from wherever its pieces lie; null where they are not in the file or are too long for a text. */
function readContent(file: Uint8Array, iloc: Uint8Array, idat: Uint8Array, wanted: number): Uint8Array | null {
  const reader = new ByteReader(iloc);
  const version = reader.number(4) >>> 24;
  const sizes = reader.number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const idSize = version < 2 ? 2 : 4;
  for (let items = reader.number(idSize); items > 0 && reader.left > 0; items--) {
    const id = reader.number(idSize);
    const source = version > 0 && (reader.number(2) & 15) === 1 ? idat : file;
    reader.bytes(2);
    const base = reader.number(baseSize);
    const count = reader.number(2);
    if (id !== wanted) {
      reader.bytes(count * (indexSize + offsetSize + lengthSize));
      continue;
    }
    const pieces: Uint8Array[] = [];
    for (let i = 0; i < Math.min(count, MAX_EXTENTS); i++) {
      reader.bytes(indexSize);
      const start = base + reader.number(offsetSize);
      const length = reader.number(lengthSize);
      if (start + length > source.length) return null;
      pieces.push(source.subarray(start, length === 0 ? source.length : start + length));
    }
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
    return total > MAX_TEXT_BYTES ? null : concatBytes(pieces);
  }
  return null;
}

/** Before the TIFF stands how far off it begins; some writers leave that out. */
function tiffIn(exif: Uint8Array): Uint8Array {
  if (['II*\0', 'MM\0*', 'Exif\0\0'].some((start) => startsWith(exif, start))) return exif;
  const reader = new ByteReader(exif);
  return exif.subarray(4 + reader.number(4));
}

/** The size of the picture that is shown first, else of the first that has one. */
function readSize(boxes: readonly Box[]): HeifFile['size'] {
  const iprp = find(boxes, 'iprp');
  const parts = iprp ? boxesOf(iprp) : [];
  const ipco = find(parts, 'ipco');
  const properties = ipco ? boxesOf(ipco) : [];
  const own = ownProperties(find(boxes, 'pitm'), find(parts, 'ipma')).flatMap((index) => properties[index - 1] ?? []);
  const ispe = find(own, 'ispe') ?? find(properties, 'ispe');
  if (!ispe || ispe.length < 12) return null;
  const reader = new ByteReader(ispe.subarray(4));
  const [width, height] = [reader.number(4), reader.number(4)];
  const turns = find(own, 'irot')?.[0] ?? 0;
  return turns % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** Numbers of the properties, from 1, that the picture shown first has. */
function ownProperties(pitm: Uint8Array | undefined, ipma: Uint8Array | undefined): number[] {
  if (!pitm || !ipma) return [];
  const primary = new ByteReader(pitm.subarray(4)).number(pitm[0] === 0 ? 2 : 4);
  const reader = new ByteReader(ipma);
  const head = reader.number(4);
  const isWide = (head & 1) === 1;
  for (let entries = reader.number(4); entries > 0 && reader.left > 0; entries--) {
    const id = reader.number(head >>> 24 === 0 ? 2 : 4);
    const indices = Array.from({ length: reader.number(1) }, () =>
      isWide ? reader.number(2) & 0x7fff : reader.number(1) & 0x7f,
    );
    if (id === primary) return indices;
  }
  return [];
}
