import { deflateSync, crc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import type { GenerationRequest } from '../../protocol/generationRequest';
import { someRequest } from '../../protocol/testing/someRequest';

/** Small pictures (16 x 8) as real encoders write them, and text chunks built by PNG's rules without the code under test. */
const base64 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64'));

export function tinyPng(): Uint8Array<ArrayBuffer> {
  const png = new PNG({ width: 16, height: 8 });
  for (let i = 0; i < png.data.length; i++) png.data[i] = i % 4 === 3 ? 255 : (i * 7) % 256;
  return new Uint8Array(PNG.sync.write(png));
}

export const tinyJpeg = () =>
  base64(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwClFp3+zVyLTf8AZoorz+eTIw1efc//2Q==',
  );

/** Progressive: several scans, with tables between them. */
export const progressiveJpeg = () =>
  base64(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wgARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAVAQEBAAAAAAAAAAAAAAAAAAACBP/aAAwDAQACEAMQAAABhYnP/8QAFhAAAwAAAAAAAAAAAAAAAAAAAAED/9oACAEBAAEFAlMUz//EABcRAAMBAAAAAAAAAAAAAAAAAAABAgP/2gAIAQMBAT8Bztn/xAAWEQADAAAAAAAAAAAAAAAAAAAAARH/2gAIAQIBAT8BrP/EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEABj8CP//EABUQAQEAAAAAAAAAAAAAAAAAAABh/9oACAEBAAE/IYIv/9oADAMBAAIAAwAAABD3/8QAFREBAQAAAAAAAAAAAAAAAAAAAFH/2gAIAQMBAT8Qvf/EABURAQEAAAAAAAAAAAAAAAAAAAAR/9oACAECAQE/ELP/xAAUEAEAAAAAAAAAAAAAAAAAAAAQ/9oACAEBAAE/EDT/2Q==',
  );

/** One VP8 chunk and nothing else. */
export const lossyWebp = () =>
  base64('UklGRkIAAABXRUJQVlA4IDYAAADwAQCdASoQAAgABABoJbACdLoAAwgvukAA/vGGAZjwYNbIhBtP0K3uVXEs6sJv2pb+XQKMcAA=');

/** One VP8L chunk with transparency. */
export const losslessWebp = () =>
  base64('UklGRj4AAABXRUJQVlA4TDEAAAAvD8ABELkyRPQ/dlH/6H/AINtIQ5m/6N39CwzEBBBk26amMIL9EwAyqYSk8kj2TooAAA==');

/** VP8X, ALPH and VP8. */
export const alphaWebp = () =>
  base64(
    'UklGRoQAAABXRUJQVlA4WAoAAAAQAAAADwAABwAAQUxQSCcAAAABP0CQbRtSuMH6iIh1CKYhWUkhhRRSSCGFFPL/WIeI/meQFM2wHA8AVlA4IDYAAADwAQCdASoQAAgABABoJbACdLoAAwgvv8AA/vGGAZjwYNbIhBtP0K3uVXEs6sJv2pb+XQKMcAA=',
  );

export const ALL_PICTURES = { tinyPng, tinyJpeg, progressiveJpeg, lossyWebp, losslessWebp, alphaWebp };

export type PngTextKind = 'tEXt' | 'zTXt' | 'iTXt' | 'compressed iTXt';

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

/** A text chunk; without `kind` as Python's Pillow chooses it: tEXt for Latin-1, else iTXt. */
export function pngTextChunk(keyword: string, text: string, kind?: PngTextKind): Buffer {
  const latin1 = [...text].every((c) => c.charCodeAt(0) < 256);
  const use = kind ?? (latin1 ? 'tEXt' : 'iTXt');
  const head = Buffer.from(`${keyword}\0`, 'latin1');
  if (use === 'tEXt') return pngChunk('tEXt', Buffer.concat([head, Buffer.from(text, 'latin1')]));
  if (use === 'zTXt')
    return pngChunk('zTXt', Buffer.concat([head, Buffer.of(0), deflateSync(Buffer.from(text, 'latin1'))]));
  const utf8 = Buffer.from(text, 'utf8');
  const packed = use === 'compressed iTXt';
  const flags = Buffer.of(packed ? 1 : 0, 0, 0, 0);
  return pngChunk('iTXt', Buffer.concat([head, flags, packed ? deflateSync(utf8) : utf8]));
}

/** The tiny PNG with chunks behind its header. */
export function pngWith(...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const png = tinyPng();
  return new Uint8Array(Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]));
}

/** The tiny PNG with texts as Pillow writes them. */
export function pngWithTexts(texts: Record<string, string>, kind?: PngTextKind): Uint8Array<ArrayBuffer> {
  return pngWith(...Object.entries(texts).map(([keyword, text]) => pngTextChunk(keyword, text, kind)));
}

/** The tiny JPEG with an APP1 EXIF segment behind its JFIF header. */
export function jpegWithExif(tiff: Uint8Array): Uint8Array<ArrayBuffer> {
  return jpegWithSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

export function jpegWithSegment(marker: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const jpeg = tinyJpeg();
  const length = Buffer.alloc(2);
  length.writeUInt16BE(content.length + 2);
  return new Uint8Array(
    Buffer.concat([jpeg.subarray(0, 20), Buffer.of(0xff, marker), length, content, jpeg.subarray(20)]),
  );
}

/** The lossy WebP in its extended form with an EXIF chunk. */
export function webpWithExif(tiff: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Uint8Array) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length & 1)]);
  };
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.of(8, 0, 0, 0, 15, 0, 0, 7, 0, 0)),
    lossyWebp().subarray(12),
    chunk('EXIF', tiff),
  ]);
  const head = Buffer.alloc(8);
  head.write('RIFF');
  head.writeUInt32LE(body.length, 4);
  return new Uint8Array(Buffer.concat([head, body]));
}

/** One entry of a TIFF directory: tag, type (2 ASCII, 3 SHORT, 7 undefined) and its value's bytes. */
export type TiffEntry = readonly [tag: number, type: 2 | 3 | 4 | 7, value: Uint8Array];

/** A TIFF block as EXIF has it: entries of the main directory, and of the EXIF directory where there are any. */
export function tiff(main: readonly TiffEntry[], exif: readonly TiffEntry[] = [], little = false): Buffer {
  const u16 = (value: number) => {
    const out = Buffer.alloc(2);
    if (little) out.writeUInt16LE(value);
    else out.writeUInt16BE(value);
    return out;
  };
  const u32 = (value: number) => {
    const out = Buffer.alloc(4);
    if (little) out.writeUInt32LE(value);
    else out.writeUInt32BE(value);
    return out;
  };
  const directory = (entries: readonly TiffEntry[], offset: number) => {
    const rows: Buffer[] = [];
    const values: Buffer[] = [];
    let at = offset + 2 + entries.length * 12 + 4;
    for (const [tag, type, value] of entries) {
      const count = type === 3 ? value.length / 2 : type === 4 ? value.length / 4 : value.length;
      const inline = value.length <= 4;
      const place = inline ? Buffer.concat([value, Buffer.alloc(4 - value.length)]) : u32(at);
      rows.push(Buffer.concat([u16(tag), u16(type), u32(count), place]));
      if (!inline) {
        values.push(Buffer.from(value));
        at += value.length;
      }
    }
    return Buffer.concat([u16(entries.length), ...rows, u32(0), ...values]);
  };
  const withPointer = (pointer: number): TiffEntry[] =>
    exif.length > 0 ? [...main, [0x8769, 4, u32(pointer)]] : [...main];
  const size = directory(withPointer(0), 8).length;
  const head = Buffer.concat([Buffer.from(little ? 'II' : 'MM'), u16(42), u32(8)]);
  const sub = exif.length > 0 ? directory(exif, 8 + size) : Buffer.alloc(0);
  return Buffer.concat([head, directory(withPointer(8 + size), 8), sub]);
}

/** UserComment as piexif writes it for A1111: "UNICODE" and big-endian UTF-16, whatever the file's own order. */
export function piexifComment(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le');
  return Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), utf16.swap16()]);
}

export const exampleRequest = (change: Partial<GenerationRequest> = {}): GenerationRequest =>
  someRequest({
    model: { id: 'starter', revision: '7086d182eed2' },
    prompt: 'a cat on a pink background',
    negativePrompt: 'blurry',
    seed: 42,
    steps: 12,
    height: 192,
    ...change,
  });
