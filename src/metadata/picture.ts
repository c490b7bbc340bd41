import type { GenerationRequest } from '../protocol/generationRequest';
import { settingsOfRequest, type PictureSettings } from '../protocol/pictureSettings';
import { writeParameters } from './a1111';
import { concatBytes, latin1Bytes, startsWith, utf8Bytes } from './bytes';
import { writeExif, type Orientation } from './exif';
import { readHiddenText } from './hiddenText';
import type { ImportedSettings } from './importedSettings';
import {
  EXIF_PREFIX,
  isExifSegment,
  isJpeg,
  isXmpSegment,
  makeJpegSegment,
  MARKER,
  MAX_SEGMENT_BYTES,
  readJpeg,
  rewriteJpeg,
  XMP_PREFIX,
  type JpegPart,
} from './jpeg';
import { failure, success, type Outcome } from './outcome';
import { OWN_KEYWORD, writeRequestJson } from './ownJson';
import { OWN_COMMENT, readPictureTexts, XMP_KEYWORD, type Container } from './pictureTexts';
import { isPng, readPng, rewritePng, type PngChunk } from './png';
import { isPngText, makePngText, pngTextKeyword } from './pngText';
import { readSettings } from './readSettings';
import { isWebp, readWebp, rewriteWebp } from './webp';
import { readDigitalSourceType, writeXmp, type DigitalSourceType } from './xmp';

export interface PictureInfo {
  container: Container;
  /** Pixels as stored, before the orientation is applied; null where the header is broken. Look at it before decoding. */
  size: { width: number; height: number } | null;
  orientation: Orientation;
  /** How it was made, or null where it does not say in a way that is known here. */
  settings: ImportedSettings | null;
  /** IPTC's word for how it came about, e.g. "trainedAlgorithmicMedia", or null. */
  digitalSourceType: string | null;
}

/** What is known about a picture file (PNG, JPEG, WebP, AVIF; any bytes at all). Pixels are not decoded, nothing is trusted, nothing throws. */
export function readPicture(bytes: Uint8Array): Outcome<PictureInfo> {
  const texts = readPictureTexts(bytes);
  if (!texts.ok) return texts;
  const { container, size, orientation, fields, xmp } = texts.value;
  return success({
    container,
    size,
    orientation,
    settings: readSettings(fields, xmp),
    digitalSourceType: xmp === null ? null : readDigitalSourceType(xmp),
  });
}

/** The same, and where the file itself names no settings, those that are hidden in its pixels. */
export async function readWholePicture(bytes: Uint8Array): Promise<Outcome<PictureInfo>> {
  const info = readPicture(bytes);
  if (!info.ok || info.value.settings || info.value.container !== 'png') return info;
  const hidden = await readHiddenText(bytes);
  // It is A1111's text, or the JSON of another tool, in which all its texts stand.
  const settings = hidden === null ? null : readSettings(new Map([['parameters', hidden]]), null);
  return success({ ...info.value, settings });
}

/** Width and height in pixels as the picture is looked at; null where the header is broken. */
export function uprightSize({ size, orientation }: Pick<PictureInfo, 'size' | 'orientation'>): PictureInfo['size'] {
  // From 5 on it lies on its side.
  return size && orientation >= 5 ? { width: size.height, height: size.width } : size;
}

/** How the picture has to be turned to stand upright; 1 for anything that does not say. */
export function readOrientation(bytes: Uint8Array): Orientation {
  const texts = readPictureTexts(bytes);
  return texts.ok ? texts.value.orientation : 1;
}

const SOFTWARE = 'Outpane';

/** What is written into a picture; null = not that. */
interface Payload {
  parameters: string;
  request: GenerationRequest | null;
  source: DigitalSourceType | null;
}

/**
 * The same picture with its settings in it: A1111's text, our complete request and IPTC's source type. What it carried of these
 * before is replaced, its orientation kept, its pixels' bytes untouched. Fails on files that are cut off or of another kind.
 */
export function writePicture(bytes: Uint8Array, request: GenerationRequest): Outcome<Uint8Array<ArrayBuffer>> {
  return write(bytes, {
    parameters: parametersFor(bytes, settingsOfRequest(request)),
    request,
    // IPTC's second word is for what was edited with a model, by filling in or expanding for example.
    source: request.mode === 'textToImage' ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia',
  });
}

/** The same for settings that another tool wrote: only as A1111's text, since nothing more is known about the picture. */
export function writeForeignSettings(bytes: Uint8Array, settings: PictureSettings): Outcome<Uint8Array<ArrayBuffer>> {
  return write(bytes, { parameters: parametersFor(bytes, settings), request: null, source: null });
}

/** Other tools take "Size" for that of the picture: a request's own is that of the window that was painted. */
function parametersFor(bytes: Uint8Array, settings: PictureSettings): string {
  const texts = readPictureTexts(bytes);
  return writeParameters({ ...settings, ...(texts.ok ? uprightSize(texts.value) : null) });
}

function write(bytes: Uint8Array, payload: Payload): Outcome<Uint8Array<ArrayBuffer>> {
  if (isPng(bytes)) return writePng(bytes, payload);
  if (isJpeg(bytes)) return writeJpeg(bytes, payload);
  if (isWebp(bytes)) return writeWebp(bytes, payload);
  return failure('This is no PNG, JPEG or WebP picture.');
}

/** A PNG's texts that we write: those of an earlier time must not stay. */
const WRITTEN: ReadonlySet<string> = new Set(['parameters', 'Software', OWN_KEYWORD, XMP_KEYWORD]);

function writePng(bytes: Uint8Array, { parameters, request, source }: Payload): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readPng(bytes);
  if (!file.ok) return file;
  const texts = new Map([
    ['parameters', makePngText('parameters', parameters)],
    ['Software', makePngText('Software', SOFTWARE)],
    ...(request ? [[OWN_KEYWORD, makePngText(OWN_KEYWORD, writeRequestJson(request), true)] as const] : []),
    ...(source ? [[XMP_KEYWORD, makePngText(XMP_KEYWORD, xmpOf(source), true)] as const] : []),
  ]);
  const keep = (chunk: PngChunk) => !isPngText(chunk) || !WRITTEN.has(pngTextKeyword(chunk) ?? '');
  return rewritePng(file.value, keep, [...texts.values()]);
}

function exifOf(bytes: Uint8Array, payload: Payload): Uint8Array<ArrayBuffer> {
  const orientation = readOrientation(bytes);
  return writeExif({
    ...(orientation === 1 ? {} : { orientation }),
    software: SOFTWARE,
    userComment: payload.parameters,
  });
}

function writeJpeg(bytes: Uint8Array, payload: Payload): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readJpeg(bytes);
  if (!file.ok) return file;
  const exif = concatBytes([latin1Bytes(EXIF_PREFIX), exifOf(bytes, payload)]);
  if (exif.length > MAX_SEGMENT_BYTES) return failure('The settings are too long for a JPEG file.');
  const { request, source } = payload;
  const comments = request ? ownComments(request) : [];
  const keep = (part: JpegPart) =>
    isExifSegment(part) || isXmpSegment(part) || isOwnComment(part) ? null : part.whole;
  return rewriteJpeg(file.value, keep, [
    makeJpegSegment(MARKER.app1, exif),
    ...(source ? [makeJpegSegment(MARKER.app1, utf8Bytes(XMP_PREFIX + xmpOf(source)))] : []),
    ...comments,
  ]);
}

/** The JSON can be longer than a segment holds, and only comments may be repeated without anybody minding. */
function ownComments(request: GenerationRequest): Uint8Array[] {
  const json = utf8Bytes(writeRequestJson(request, true));
  const prefix = latin1Bytes(OWN_COMMENT);
  const room = MAX_SEGMENT_BYTES - prefix.length;
  const comments: Uint8Array[] = [];
  for (let at = 0; at < json.length; at += room)
    comments.push(makeJpegSegment(MARKER.comment, prefix, json.subarray(at, at + room)));
  return comments;
}

function isOwnComment(part: JpegPart): boolean {
  return part.marker === MARKER.comment && startsWith(part.data, OWN_COMMENT);
}

function writeWebp(bytes: Uint8Array, payload: Payload): Outcome<Uint8Array<ArrayBuffer>> {
  const file = readWebp(bytes);
  if (!file.ok) return file;
  const { request, source } = payload;
  const xmp = source && xmpOf(source, request ? writeRequestJson(request, true) : undefined);
  return rewriteWebp(file.value, ({ type }) => type !== 'EXIF' && type !== 'XMP ', [
    { type: 'EXIF', data: exifOf(bytes, payload) },
    ...(xmp ? [{ type: 'XMP ', data: utf8Bytes(xmp) }] : []),
  ]);
}

const xmpOf = (digitalSourceType: DigitalSourceType, requestJson?: string) =>
  writeXmp({ digitalSourceType, creatorTool: SOFTWARE, requestJson });
