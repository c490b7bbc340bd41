import { parseParameters } from './a1111';
import { startsWith, utf8Text, guessText } from './bytes';
import { readExif, type ExifTexts, type Orientation } from './exif';
import { isHeif, readHeif, type HeifFile } from './heif';
import {
  EXIF_PREFIX,
  isExifSegment,
  isJpeg,
  isXmpSegment,
  jpegSize,
  MARKER,
  readJpeg,
  XMP_PREFIX,
  type JpegFile,
} from './jpeg';
import { failure, success, type Outcome } from './outcome';
import { OWN_KEYWORD } from './ownJson';
import { isPng, pngSize, readPng, type PngChunk, type PngFile } from './png';
import { isPngText, pngTextKeyword, readPngText } from './pngText';
import { EASY_DIFFUSION_KEYWORDS } from './readers/easyDiffusion';
import { TextBudget } from './textBudget';
import { isWebp, readWebp, webpSize, type WebpFile } from './webp';
import { readRequestJson } from './xmp';

export type Container = 'png' | 'jpeg' | 'webp' | 'avif';

/** What a picture file says in words and small numbers, whichever container it came in. */
export interface PictureTexts {
  container: Container;
  /** Pixels as stored, before the orientation; null where the header is broken. Of an AVIF as it is looked at: decoders turn it. */
  size: { width: number; height: number } | null;
  orientation: Orientation;
  /** Texts by keyword; those of EXIF and comments stand under the keyword that a PNG would use for them. */
  fields: Map<string, string>;
  xmp: string | null;
}

/** Before the parts of our JSON in a JPEG's comments. */
export const OWN_COMMENT = `${OWN_KEYWORD}:`;
export const XMP_KEYWORD = 'XML:com.adobe.xmp';
/** Only these are taken out of a PNG, in this order: what others left in it must not use up what our own needs. */
const KEYWORDS = [
  OWN_KEYWORD,
  XMP_KEYWORD,
  'parameters',
  'prompt',
  'workflow',
  'invokeai_metadata',
  'sd-metadata',
  'Dream',
  'fooocus_scheme',
  'Comment',
  'Description',
  'Source',
  'Software',
  ...EASY_DIFFUSION_KEYWORDS,
];

/** Reads a PNG, JPEG, WebP or AVIF as far as it goes; a file that is cut off gives what was found before. */
export function readPictureTexts(bytes: Uint8Array): Outcome<PictureTexts> {
  if (isPng(bytes)) return then(readPng(bytes), pngTexts);
  if (isJpeg(bytes)) return then(readJpeg(bytes, true), jpegTexts);
  if (isWebp(bytes)) return then(readWebp(bytes), webpTexts);
  if (isHeif(bytes)) return then(readHeif(bytes), heifTexts);
  return failure('This is no PNG, JPEG, WebP or AVIF picture.');
}

function then<A, B>(outcome: Outcome<A>, next: (value: A) => B): Outcome<B> {
  return outcome.ok ? success(next(outcome.value)) : outcome;
}

function pngTexts(file: PngFile): PictureTexts {
  const budget = new TextBudget();
  const fields = new Map<string, string>();
  const chunks = new Map<string | null, PngChunk[]>();
  for (const chunk of file.chunks.filter(isPngText)) {
    const keyword = pngTextKeyword(chunk);
    const same = chunks.get(keyword);
    if (same) same.push(chunk);
    else chunks.set(keyword, [chunk]);
  }
  for (const wanted of KEYWORDS) {
    for (const chunk of chunks.get(wanted) ?? []) {
      if (fields.has(wanted)) break;
      const text = readPngText(chunk, budget);
      if (text.ok) fields.set(wanted, text.value);
    }
  }
  const exif = file.chunks.find(({ type }) => type === 'eXIf');
  const orientation = exif ? addExif(fields, exif.data, budget) : 1;
  const size = pngSize(file);
  return { container: 'png', size, orientation, fields, xmp: fields.get(XMP_KEYWORD) ?? null };
}

function jpegTexts(file: JpegFile): PictureTexts {
  const budget = new TextBudget();
  const fields = new Map<string, string>();
  const comments = file.parts.filter(({ marker }) => marker === MARKER.comment);
  const own = comments.filter(({ data }) => startsWith(data, OWN_COMMENT) && budget.take(data.length));
  if (own.length > 0)
    fields.set(OWN_KEYWORD, own.map(({ data }) => guessText(data.subarray(OWN_COMMENT.length))).join(''));
  const other = comments.find(({ data }) => !startsWith(data, OWN_COMMENT) && budget.take(data.length));
  if (other) fields.set('Comment', guessText(other.data).replace(/\0[^]*$/, ''));
  const exif = file.parts.find(isExifSegment);
  const orientation = exif ? addExif(fields, exif.data.subarray(EXIF_PREFIX.length), budget) : 1;
  const packet = file.parts.find(isXmpSegment);
  const xmp = packet && budget.take(packet.data.length) ? utf8Text(packet.data.subarray(XMP_PREFIX.length)) : null;
  return { container: 'jpeg', size: jpegSize(file), orientation, fields, xmp };
}

function webpTexts(file: WebpFile): PictureTexts {
  const budget = new TextBudget();
  const fields = new Map<string, string>();
  const packet = file.chunks.find(({ type }) => type === 'XMP ');
  const xmp = packet && budget.take(packet.data.length) ? utf8Text(packet.data) : null;
  const own = xmp === null ? null : readRequestJson(xmp);
  if (own !== null) fields.set(OWN_KEYWORD, own);
  const exif = file.chunks.find(({ type }) => type === 'EXIF');
  const orientation = exif ? addExif(fields, exif.data, budget) : 1;
  return { container: 'webp', size: webpSize(file), orientation, fields, xmp };
}

function heifTexts({ size, exif, xmp }: HeifFile): PictureTexts {
  const budget = new TextBudget();
  const fields = new Map<string, string>();
  if (exif) addExif(fields, exif, budget);
  const packet = xmp && budget.take(xmp.length) ? utf8Text(xmp) : null;
  return { container: 'avif', size, orientation: 1, fields, xmp: packet };
}

/** EXIF's texts under a PNG's keywords: most tools use the comment, ComfyUI puts "prompt:{...}" into camera tags. */
function addExif(fields: Map<string, string>, block: Uint8Array, budget: TextBudget): Orientation {
  const exif = readExif(block, budget);
  if (!exif.ok) return 1;
  const add = (keyword: string, text: string | undefined) => {
    if (text !== undefined && text !== '' && !fields.has(keyword)) fields.set(keyword, text);
  };
  const { userComment, xpComment, imageDescription, software, makerNote } = exif.value;
  add('Software', software);
  if (software?.startsWith('Fooocus')) add('fooocus_scheme', makerNote);
  for (const name of ['imageDescription', 'make', 'model'] satisfies (keyof ExifTexts)[]) {
    const [, keyword = '', json] = /^(prompt|workflow):\s*(\{[^]*)$/i.exec(exif.value[name] ?? '') ?? [];
    add(keyword.toLowerCase(), json);
  }
  add(makingKeyword(userComment) ?? 'Comment', userComment);
  // What a camera or Windows says there is of no use to anybody's tool.
  for (const text of [imageDescription, xpComment]) {
    const keyword = makingKeyword(text);
    if (keyword) add(keyword, text);
  }
  return exif.value.orientation;
}

/** The keyword under which tools look for a text that tells of a picture's making; null where it tells of something else. */
function makingKeyword(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^\s*\{/.test(text)) return parseParameters(text) ? 'parameters' : null;
  if (/"class_type"\s*:/.test(text)) return 'prompt';
  if (/"nodes"\s*:/.test(text) && /"links"\s*:/.test(text)) return 'workflow';
  return /prompt\\?"\s*:|"uc\\?"\s*:/i.test(text) || parseParameters(text) ? 'parameters' : null;
}
