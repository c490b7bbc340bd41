import { concatBytes, guessText, latin1Bytes, startsWith, utf8Bytes, viewOf } from './bytes';
import { commentText } from './commentText';
import { failure, success, type Outcome } from './outcome';
import type { TextBudget } from './textBudget';

/** How the stored rows have to be turned to stand upright (EXIF 2.3, tag 0x0112); 1 = not at all. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface ExifTexts {
  imageDescription?: string;
  make?: string;
  model?: string;
  software?: string;
  makerNote?: string;
  userComment?: string;
  /** Windows' comment. */
  xpComment?: string;
}

export interface ExifData extends ExifTexts {
  orientation: Orientation;
}

const TAG = {
  imageDescription: 0x010e,
  make: 0x010f,
  model: 0x0110,
  orientation: 0x0112,
  software: 0x0131,
  exifIfd: 0x8769,
  makerNote: 0x927c,
  userComment: 0x9286,
  xpComment: 0x9c9c,
} as const;
const TEXT_TAGS = ['imageDescription', 'make', 'model', 'software', 'makerNote', 'userComment', 'xpComment'] as const;
const TYPE = { byte: 1, ascii: 2, short: 3, long: 4, undefined: 7, utf8: 129 } as const;
const TAGS = new Set<number>(Object.values(TAG));
const TYPES = new Set<number>(Object.values(TYPE));

interface Entry {
  tag: number;
  type: number;
  /** View of the value, wherever it lies. */
  value: Uint8Array;
}

/** An EXIF block without what some writers put before it. */
function tiffOf(block: Uint8Array): Uint8Array {
  return startsWith(block, 'Exif\0\0') ? block.subarray(6) : block;
}

/** True for little-endian, false for big-endian, null where it is no TIFF header. */
function byteOrder(tiff: Uint8Array): boolean | null {
  if (tiff.length < 8) return null;
  if (startsWith(tiff, 'II*\0')) return true;
  return startsWith(tiff, 'MM\0*') ? false : null;
}

/** The entries of the directory at `offset` whose values lie inside the block: the first of each tag that is needed here. */
function readDirectory(tiff: Uint8Array, offset: number, little: boolean): Entry[] {
  if (offset < 8 || offset + 2 > tiff.length) return [];
  const view = viewOf(tiff);
  const count = view.getUint16(offset, little);
  const entries = new Map<number, Entry>();
  for (let i = 0, at = offset + 2; i < count && at + 12 <= tiff.length; i++, at += 12) {
    const tag = view.getUint16(at, little);
    const type = view.getUint16(at + 2, little);
    if (!TAGS.has(tag) || !TYPES.has(type) || entries.has(tag)) continue;
    const unit = type === TYPE.short ? 2 : type === TYPE.long ? 4 : 1;
    const length = view.getUint32(at + 4, little) * unit;
    const start = length <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if (start + length <= tiff.length) entries.set(tag, { tag, type, value: tiff.subarray(start, start + length) });
  }
  return [...entries.values()];
}

function readNumber(entry: Entry | undefined, little: boolean): number | null {
  if (!entry) return null;
  const view = viewOf(entry.value);
  if (entry.type === TYPE.short && entry.value.length >= 2) return view.getUint16(0, little);
  return entry.type === TYPE.long && entry.value.length >= 4 ? view.getUint32(0, little) : null;
}

function toOrientation(value: number | null): Orientation {
  return value !== null && value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

/** Orientation (1 where it says none) and texts of an EXIF block: TIFF, with or without "Exif\0\0" before it. Texts beyond the budget are left out. */
export function readExif(block: Uint8Array, budget: TextBudget): Outcome<ExifData> {
  const tiff = tiffOf(block);
  const little = byteOrder(tiff);
  if (little === null) return failure('The EXIF data is damaged.');
  const main = readDirectory(tiff, viewOf(tiff).getUint32(4, little), little);
  const number = (wanted: number) => {
    const entry = main.find(({ tag }) => tag === wanted);
    return readNumber(entry, little);
  };
  const pointer = number(TAG.exifIfd);
  // Some writers (Pillow with a plain dictionary, so Fooocus) leave the sub-directory's tags in the main one.
  const entries = [...(pointer === null ? [] : readDirectory(tiff, pointer, little)), ...main];
  const exif: ExifData = { orientation: toOrientation(number(TAG.orientation)) };
  for (const name of TEXT_TAGS) {
    const entry = entries.find(({ tag }) => tag === TAG[name]);
    if (!entry || !budget.take(entry.value.length)) continue;
    exif[name] = readText(name, entry.value, little);
  }
  return success(exif);
}

function readText(name: keyof ExifTexts, value: Uint8Array, little: boolean): string {
  if (name === 'userComment') return commentText(value, little);
  // Windows' own tags are little-endian in every file.
  const text = name === 'xpComment' ? new TextDecoder('utf-16le').decode(value) : guessText(value);
  return text.replace(/\0[^]*$/, '');
}

/**
 * An EXIF block (big-endian TIFF) with what is given: orientation as SHORT, description and software as ASCII (UTF-8 where they
 * need it), the comment as UNICODE in big-endian UTF-16, which is how A1111's readers take it.
 */
export function writeExif(data: Partial<ExifData>): Uint8Array<ArrayBuffer> {
  const text = (value: string) => concatBytes([utf8Bytes(value), Uint8Array.of(0)]);
  const main: Entry[] = [];
  const sub: Entry[] = [];
  if (data.imageDescription !== undefined)
    main.push({ tag: TAG.imageDescription, type: TYPE.ascii, value: text(data.imageDescription) });
  if (data.orientation !== undefined)
    main.push({ tag: TAG.orientation, type: TYPE.short, value: Uint8Array.of(0, data.orientation) });
  if (data.software !== undefined) main.push({ tag: TAG.software, type: TYPE.ascii, value: text(data.software) });
  if (data.userComment !== undefined)
    sub.push({ tag: TAG.userComment, type: TYPE.undefined, value: unicodeComment(data.userComment) });
  if (sub.length > 0) {
    const place = 8 + directorySize([...main, { tag: TAG.exifIfd, type: TYPE.long, value: new Uint8Array(4) }]);
    const value = new Uint8Array(4);
    viewOf(value).setUint32(0, place);
    main.push({ tag: TAG.exifIfd, type: TYPE.long, value });
  }
  const head = concatBytes([latin1Bytes('MM\0*'), Uint8Array.of(0, 0, 0, 8)]);
  const mainBytes = writeDirectory(main, 8);
  return concatBytes([head, mainBytes, ...(sub.length > 0 ? [writeDirectory(sub, 8 + mainBytes.length)] : [])]);
}

function unicodeComment(text: string): Uint8Array {
  const out = new Uint8Array(8 + text.length * 2);
  out.set(latin1Bytes('UNICODE\0'));
  const view = viewOf(out);
  for (let i = 0; i < text.length; i++) view.setUint16(8 + i * 2, text.charCodeAt(i));
  return out;
}

const padded = (length: number) => (length <= 4 ? 0 : length + (length & 1));

function directorySize(entries: readonly Entry[]): number {
  return 2 + entries.length * 12 + 4 + entries.reduce((sum, { value }) => sum + padded(value.length), 0);
}

/** A directory and its values as they stand at `offset` of the block; no directory follows it. */
function writeDirectory(entries: readonly Entry[], offset: number): Uint8Array {
  const out = new Uint8Array(directorySize(entries));
  const view = viewOf(out);
  view.setUint16(0, entries.length);
  let valueAt = 2 + entries.length * 12 + 4;
  entries.forEach(({ tag, type, value }, i) => {
    const at = 2 + i * 12;
    view.setUint16(at, tag);
    view.setUint16(at + 2, type);
    view.setUint32(
      at + 4,
      type === TYPE.short ? value.length / 2 : type === TYPE.long ? value.length / 4 : value.length,
    );
    if (value.length <= 4) return out.set(value, at + 8);
    view.setUint32(at + 8, offset + valueAt);
    out.set(value, valueAt);
    valueAt += padded(value.length);
  });
  return out;
}
