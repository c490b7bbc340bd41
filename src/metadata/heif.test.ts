import { describe, expect, it } from 'vitest';
import { isHeif, readHeif } from './heif';
import { readPicture, uprightSize } from './picture';
import { FOX, PARAMETERS_OF_A_FOX } from './testing/foxes';
import { heif, type HeifItem, type HeifParts } from './testing/heifPictures';
import { piexifComment, tiff, tinyPng } from './testing/pictures';
import { settingsOf, valueOf } from './testing/reading';

const block = tiff([[0x0112, 3, Buffer.of(0, 6)]], [[0x9286, 7, piexifComment(PARAMETERS_OF_A_FOX)]]);
const exif = (bytes: Uint8Array): HeifItem => ({ id: 2, type: 'Exif', content: '', bytes });
const offset = (bytes: number) => Buffer.from([0, 0, 0, bytes]);
const other: HeifItem = { id: 1, type: 'av01', content: '', bytes: Buffer.alloc(40) };

describe('the texts of an AVIF or HEIC', () => {
  it.each<[string, Uint8Array]>([
    ['right behind its offset', Buffer.concat([offset(0), block])],
    ['behind the word Exif', Buffer.concat([offset(6), Buffer.from('Exif\0\0'), block])],
    ['behind the word Exif that the offset does not count', Buffer.concat([offset(0), Buffer.from('Exif\0\0'), block])],
    ['without an offset', block],
  ])('are read from EXIF %s', (_, bytes) => {
    for (const parts of [{}, { isInside: true }, { brand: 'heic' }, { brand: 'avis' }, { brand: 'mif1' }])
      expect(settingsOf(heif({ items: [other, exif(bytes)], ...parts }))).toMatchObject(FOX);
  });

  it('are read from XMP', () => {
    const packet = `<x><exif:UserComment><rdf:Alt><rdf:li xml:lang="x">${PARAMETERS_OF_A_FOX}</rdf:li></rdf:Alt></exif:UserComment></x>`;
    const item = { id: 7, type: 'mime', content: 'application/rdf+xml', bytes: Buffer.from(packet) };
    expect(settingsOf(heif({ items: [other, item] }))).toMatchObject(FOX);
  });

  it('are read from an item in two pieces', () => {
    const whole = heif({ items: [exif(Buffer.concat([offset(0), block]))] });
    const start = whole.length - block.length - 4;
    const half = 100;
    const u32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 255]);
    // Version 0 with a base offset: 4 bytes each for offset, length and base.
    const iloc = (base: number) =>
      Buffer.concat([
        Buffer.from([0, 0, 0, 0, 0x44, 0x40, 0, 1, 0, 2, 0, 0]),
        u32(base),
        Buffer.from([0, 2]),
        u32(0),
        u32(half),
        u32(half),
        u32(block.length + 4 - half),
      ]);
    const items = [exif(Buffer.concat([offset(0), block]))];
    const longer = heif({ items, iloc: iloc(0) }).length - whole.length;
    expect(settingsOf(heif({ items, iloc: iloc(start + longer) }))).toMatchObject(FOX);
  });

  it.each<[string, HeifParts]>([
    ['no items', {}],
    [
      'an item that lies outside',
      {
        items: [exif(block)],
        iloc: Buffer.from([0, 0, 0, 0, 0x44, 0, 0, 1, 0, 2, 0, 0, 0, 1, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 9]),
      },
    ],
    ['an item of no EXIF', { items: [exif(Buffer.from('12345678901'))] }],
    ['an empty item', { items: [exif(Buffer.alloc(0))] }],
  ])('are none with %s', (_, parts) => {
    expect(settingsOf(heif(parts))).toBeNull();
  });
});

describe('the size of an AVIF', () => {
  it.each([
    [
      { width: 30, height: 20 },
      { width: 30, height: 20 },
    ],
    [
      { width: 30, height: 20, turns: 2 },
      { width: 30, height: 20 },
    ],
    [
      { width: 30, height: 20, turns: 1 },
      { width: 20, height: 30 },
    ],
    [
      { width: 30, height: 20, turns: 3 },
      { width: 20, height: 30 },
    ],
  ])('%j is %j as it is looked at', (size, seen) => {
    // EXIF's orientation says nothing beside the container's own turns.
    const info = valueOf(readPicture(heif({ size, items: [exif(Buffer.concat([offset(0), block]))] })));
    expect(info).toMatchObject({ container: 'avif', orientation: 1 });
    expect(uprightSize(info)).toEqual(seen);
  });

  it('is not known where it does not say', () => {
    expect(valueOf(readHeif(heif({})))).toEqual({ size: null, exif: null, xmp: null });
  });
});

describe('an AVIF', () => {
  it('is told from other files', () => {
    expect(isHeif(heif({}))).toBe(true);
    expect(isHeif(tinyPng())).toBe(false);
    expect(isHeif(heif({ brand: 'isom' }).fill(32, 16, 24))).toBe(false);
    expect(isHeif(new Uint8Array(3))).toBe(false);
    expect(readHeif(tinyPng())).toMatchObject({ ok: false });
  });

  it('that is cut off anywhere gives what is there, and never throws', () => {
    const whole = heif({ size: { width: 8, height: 9 }, items: [exif(Buffer.concat([offset(0), block]))] });
    for (let end = 0; end < whole.length; end++) expect(() => readPicture(whole.subarray(0, end))).not.toThrow();
  });
});
