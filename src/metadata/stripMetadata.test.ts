import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { readJpeg, rewriteJpeg } from './jpeg';
import { readOrientation, readPicture, writePicture } from './picture';
import { readPng } from './png';
import { stripMetadata } from './stripMetadata';
import {
  ALL_PICTURES,
  exampleRequest,
  jpegWithSegment,
  pngChunk,
  pngWith,
  pngWithTexts,
  tiff,
  tinyJpeg,
  tinyPng,
  webpWithExif,
} from './testing/pictures';
import { valueOf } from './testing/reading';
import { readWebp, rewriteWebp } from './webp';

const has = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text, 0, 'latin1');
const turned = tiff([
  [0x010e, 2, Buffer.from('a secret description\0')],
  [0x0112, 3, Buffer.of(0, 6)],
]);

describe('stripMetadata', () => {
  it.each(Object.entries(ALL_PICTURES))('takes what was written out of %s again', (name, picture) => {
    const request = exampleRequest({ prompt: 'secret' });
    const stripped = valueOf(stripMetadata(valueOf(writePicture(picture(), request))));
    expect(has(stripped, 'secret')).toBe(false);
    expect(has(stripped, 'utpane')).toBe(false);
    expect(readPicture(stripped)).toMatchObject({ ok: true, value: { settings: null, digitalSourceType: null } });
    // VP8X stays once it is there; all others are the same file as before.
    if (!name.endsWith('Webp') || name === 'alphaWebp') expect(stripped).toEqual(picture());
    else expect(valueOf(readWebp(stripped)).chunks.slice(1)).toEqual(valueOf(readWebp(picture())).chunks);
  });

  it('keeps the orientation, and nothing else of EXIF', () => {
    for (const picture of [
      jpegWithSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), turned])),
      webpWithExif(turned),
      pngWith(pngChunk('eXIf', turned)),
    ]) {
      const stripped = valueOf(stripMetadata(picture));
      expect(readOrientation(stripped)).toBe(6);
      expect(has(stripped, 'secret')).toBe(false);
    }
  });

  it('keeps the colour profile of all three', () => {
    const png = valueOf(
      stripMetadata(pngWith(pngChunk('iCCP', Buffer.from('profile\0\0colours')), pngChunk('tIME', Buffer.alloc(7)))),
    );
    expect(has(png, 'colours')).toBe(true);
    expect(has(png, 'tIME')).toBe(false);
    const jpeg = valueOf(stripMetadata(jpegWithSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01colours'))));
    expect(has(jpeg, 'colours')).toBe(true);
    const file = valueOf(readWebp(ALL_PICTURES.lossyWebp()));
    const withProfile = valueOf(rewriteWebp(file, () => true, []));
    const profiled = { ...valueOf(readWebp(withProfile)) };
    profiled.chunks = [{ type: 'ICCP', data: Buffer.from('colours') }, ...profiled.chunks];
    const webp = valueOf(stripMetadata(valueOf(rewriteWebp(profiled, () => true))));
    expect(has(webp, 'colours')).toBe(true);
    expect((webp[20] ?? 0) & 0x20).toBe(0x20);
  });

  it('takes out unknown chunks, maker notes, thumbnails and what follows the end', () => {
    const hidden = Buffer.from('secret');
    const png = Buffer.concat([pngWith(pngChunk('caBX', hidden), pngChunk('prVt', hidden)), hidden]);
    expect(has(valueOf(stripMetadata(png)), 'secret')).toBe(false);
    expect(valueOf(stripMetadata(png))).toEqual(tinyPng());
    for (const marker of [0xe0, 0xe2, 0xe5, 0xed, 0xfe]) {
      const jpeg = Buffer.concat([jpegWithSegment(marker, hidden), hidden]);
      expect(valueOf(stripMetadata(jpeg))).toEqual(tinyJpeg());
    }
    const webp = webpWithExif(Buffer.from('MM\0*secret'));
    expect(has(valueOf(stripMetadata(Buffer.concat([webp, hidden]))), 'secret')).toBe(false);
  });

  it('clears a thumbnail in the JFIF header', () => {
    const jpeg = tinyJpeg();
    const header = Buffer.concat([jpeg.subarray(6, 18), Buffer.of(1, 1), Buffer.from('rgb')]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(header.length + 2);
    const withThumbnail = Buffer.concat([jpeg.subarray(0, 4), length, header, jpeg.subarray(20)]);
    expect(valueOf(stripMetadata(withThumbnail))).toEqual(jpeg);
  });

  it('leaves the pixels of a PNG as they were', () => {
    const stripped = valueOf(stripMetadata(pngWithTexts({ parameters: 'x' })));
    expect(PNG.sync.read(Buffer.from(stripped)).data).toEqual(PNG.sync.read(Buffer.from(tinyPng())).data);
  });

  it('refuses files that are cut off rather than to make half a picture', () => {
    for (const picture of Object.values(ALL_PICTURES)) {
      const whole = picture();
      expect(stripMetadata(whole.subarray(0, whole.length - 4))).toMatchObject({ ok: false });
    }
    expect(stripMetadata(Uint8Array.of(1, 2))).toMatchObject({ ok: false });
  });
});

describe('progressive JPEG', () => {
  it('goes through the reader and writer byte for byte', () => {
    const bytes = ALL_PICTURES.progressiveJpeg();
    const file = valueOf(readJpeg(bytes));
    expect(file.parts.filter(({ marker }) => marker === 0).length).toBeGreaterThan(3);
    expect(valueOf(rewriteJpeg(file, ({ whole }) => whole))).toEqual(bytes);
  });
});

describe('PNG of many chunks', () => {
  it('is refused before it fills the memory', () => {
    const png = tinyPng();
    const empty = pngChunk('teST', new Uint8Array());
    const many = Buffer.concat([png.subarray(0, 33), ...Array<Uint8Array>(100_001).fill(empty), png.subarray(33)]);
    expect(readPng(many)).toEqual({ ok: false, reason: 'The PNG file has too many chunks.' });
  });
});
