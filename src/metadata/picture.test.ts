import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { readA1111, writeParameters } from './a1111';
import { readOrientation, readPicture, writeForeignSettings, writePicture } from './picture';
import { readPictureTexts } from './pictureTexts';
import { anyRequest } from './testing/arbitraryRequest';
import {
  ALL_PICTURES,
  exampleRequest,
  jpegWithExif,
  pngWithTexts,
  tiff,
  tinyJpeg,
  tinyPng,
  webpWithExif,
} from './testing/pictures';
import { valueOf } from './testing/reading';

describe.each(Object.entries(ALL_PICTURES))('%s', (_, picture) => {
  it('gives back the very request that was written, whatever it says', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const info = valueOf(readPicture(valueOf(writePicture(picture(), request))));
        expect(info.settings?.request).toEqual(request);
        expect(info.settings?.source).toBe('outpane');
        expect(info.size).toEqual(expect.objectContaining({ width: 16, height: 8 }));
        expect(info.digitalSourceType).toBe(
          request.mode === 'textToImage' ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia',
        );
      }),
      { seed: 52, numRuns: 60 },
    );
  });

  it('carries the longest prompts there can be', () => {
    const request = exampleRequest({ prompt: '\u732b'.repeat(10_000), negativePrompt: '\ud800'.repeat(10_000) });
    const info = valueOf(readPicture(valueOf(writePicture(picture(), request))));
    expect(info.settings?.request).toEqual(request);
  });

  it('replaces what was written before', () => {
    const once = valueOf(writePicture(picture(), exampleRequest({ prompt: 'x'.repeat(5000) })));
    const twice = valueOf(writePicture(once, exampleRequest()));
    expect(twice).toEqual(valueOf(writePicture(picture(), exampleRequest())));
  });

  it('carries A1111 text beside it', () => {
    const request = exampleRequest({ prompt: 'é 猫' });
    const texts = valueOf(readPictureTexts(valueOf(writePicture(picture(), request))));
    const size = { width: 16, height: 8 };
    expect(texts.fields.get('parameters')).toBe(writeParameters({ ...settingsOfRequest(request), ...size }));
    expect(texts.fields.get('Software')).toBe('Outpane');
  });

  it('carries the settings of another tool in the place of ours', () => {
    const settings = readA1111('a fox\nSteps: 20, Sampler: DPM++ 2M, Seed: 7, Size: 512x512, Model: v1-5');
    if (!settings) throw new Error('no settings');
    const own = valueOf(writePicture(picture(), exampleRequest()));
    const info = valueOf(readPicture(valueOf(writeForeignSettings(own, settings))));
    expect(info.settings).toEqual({ ...settings, width: 16, height: 8 });
    expect(info.digitalSourceType).toBeNull();
  });

  it('says nothing about a picture that says nothing', () => {
    expect(valueOf(readPicture(picture()))).toMatchObject({ settings: null, orientation: 1, digitalSourceType: null });
  });

  it('refuses to write into a file that is cut off', () => {
    const whole = picture();
    expect(writePicture(whole.subarray(0, whole.length - 12), exampleRequest())).toMatchObject({ ok: false });
  });
});

describe('readPicture', () => {
  it('leaves the pixels of a PNG as they were', () => {
    const written = valueOf(writePicture(tinyPng(), exampleRequest()));
    const before = PNG.sync.read(Buffer.from(tinyPng()));
    expect(PNG.sync.read(Buffer.from(written)).data).toEqual(before.data);
  });

  it('says so when our own settings are not valid, and takes the next best', () => {
    const text = writeParameters(settingsOfRequest(exampleRequest()));
    const info = valueOf(readPicture(pngWithTexts({ outpane: '{"version":1,"steps":9000}', parameters: text })));
    expect(info.settings).toMatchObject({ source: 'a1111', request: null, steps: 12 });
    expect(info.settings?.warnings[0]).toMatch(/can't be used/);
  });

  it('drops what the schema does not know', () => {
    const json = JSON.stringify({ ...exampleRequest(), run: 'now', __proto__: null });
    expect(valueOf(readPicture(pngWithTexts({ outpane: json }))).settings?.request).toEqual(exampleRequest());
  });

  it('names what it is not', () => {
    expect(readPicture(new Uint8Array())).toEqual({
      ok: false,
      reason: 'This is no PNG, JPEG, WebP or AVIF picture.',
    });
    expect(readPicture(new TextEncoder().encode('GIF89a'))).toMatchObject({ ok: false });
  });
});

describe('the size that other tools read', () => {
  const sizeIn = (bytes: Uint8Array) => {
    const { fields } = valueOf(readPictureTexts(valueOf(writePicture(bytes, exampleRequest()))));
    return /Size: (\d+x\d+)/.exec(fields.get('parameters') ?? '')?.[1];
  };

  it('is that of the file, not that of the window that was painted', () => {
    expect(sizeIn(tinyPng())).toBe('16x8');
  });

  it('is that of the picture as it is looked at', () => {
    expect(sizeIn(jpegWithExif(tiff([[0x0112, 3, Buffer.of(0, 6)]])))).toBe('8x16');
  });
});

describe('orientation', () => {
  const turned = (orientation: number, little: boolean) =>
    tiff([[0x0112, 3, little ? Buffer.of(orientation, 0) : Buffer.of(0, orientation)]], [], little);

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%d is read in both byte orders and all containers', (orientation) => {
    for (const little of [true, false]) {
      expect(readOrientation(jpegWithExif(turned(orientation, little)))).toBe(orientation);
      expect(readOrientation(webpWithExif(turned(orientation, little)))).toBe(orientation);
    }
  });

  it('is upright where it is out of range or not there', () => {
    expect(readOrientation(jpegWithExif(turned(9, true)))).toBe(1);
    expect(readOrientation(jpegWithExif(turned(0, false)))).toBe(1);
    expect(readOrientation(tinyJpeg())).toBe(1);
    expect(readOrientation(Uint8Array.of(1, 2, 3))).toBe(1);
  });

  it('stays when settings are written', () => {
    expect(readOrientation(valueOf(writePicture(jpegWithExif(turned(6, true)), exampleRequest())))).toBe(6);
    expect(readOrientation(valueOf(writePicture(webpWithExif(turned(8, false)), exampleRequest())))).toBe(8);
  });
});
