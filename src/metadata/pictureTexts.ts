import { startsWith, utf8Text, guessText } from './bytes';
import { readExif, type ExifTexts, type Orientation } from './exif';
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
import { isPng, pngSize, readPng, type PngFile } from './png';
import { isPngText, pngTextKeyword, readPngText } from './pngText';
import { TextBudget } from './textBudget';
import { isWebp, readWebp, webpSize, type WebpFile } from './webp';
import { readRequestJson } from './xmp';

export type Container = 'png' | 'jpeg' | 'webp';

/** What a picture file says in words and small numbers, whichever container it came in. */
export interface PictureTexts {
  container: Container;
  /** Pixels as stored, before the orientation; null where the header is broken. */
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
  'Software',
];

/** Reads a PNG, JPEG or WebP as far as it goes; a file that is cut off gives what was found before. */
export function readPictureTexts(bytes: Uint8Array): Outcome<PictureTexts> {
  if (isPng(bytes)) return then(readPng(bytes), pngTexts);
  if (isJpeg(bytes)) return then(readJpeg(bytes, true), jpegTexts);
  if (isWebp(bytes)) return then(readWebp(bytes), webpTexts);
  return failure('This is no PNG, JPEG or WebP picture.');
}

function then<A, B>(outcome: Outcome<A>, next: (value: A) => B): Outcome<B> {
  return outcome.ok ? success(next(outcome.value)) : outcome;
}

function pngTexts(file: PngFile): PictureTexts {
  const budget = new TextBudget();
  const fields = new Map<string, string>();
  const chunks = file.chunks.filter(isPngText).map((chunk) => ({ chunk, keyword: pngTextKeyword(chunk) }));
  for (const wanted of KEYWORDS) {
    for (const { chunk, keyword } of chunks) {
      if (keyword !== wanted || fields.has(wanted)) continue;
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

/** EXIF's texts under a PNG's keywords: A1111 and Fooocus use the comment, ComfyUI puts "prompt:{...}" into camera tags. */
function addExif(fields: Map<string, string>, block: Uint8Array, budget: TextBudget): Orientation {
  const exif = readExif(block, budget);
  if (!exif.ok) return 1;
  const add = (keyword: string, text: string | undefined) => {
    if (text !== undefined && text !== '' && !fields.has(keyword)) fields.set(keyword, text);
  };
  const { userComment, software, makerNote } = exif.value;
  add('parameters', userComment);
  add('Software', software);
  if (software?.startsWith('Fooocus')) add('fooocus_scheme', makerNote);
  for (const name of ['imageDescription', 'make', 'model'] satisfies (keyof ExifTexts)[]) {
    const [, keyword = '', json] = /^(prompt|workflow):\s*(\{[^]*)$/i.exec(exif.value[name] ?? '') ?? [];
    add(keyword.toLowerCase(), json);
  }
  return exif.value.orientation;
}
