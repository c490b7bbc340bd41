import { describe, expect, it } from 'vitest';
import { jpegWithExif, piexifComment, pngWithTexts, tiff, webpWithExif, type PngTextKind } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

const PARAMETERS =
  'a fox, 水彩\nNegative prompt: text\nSteps: 25, Sampler: Euler, CFG scale: 6.5, Seed: 7, Size: 640x512, Model hash: 6ce0161689, Model: v1-5-pruned';
const FOX = {
  source: 'a1111',
  prompt: 'a fox, 水彩',
  negativePrompt: 'text',
  steps: 25,
  sampler: { name: 'Euler', id: 'flow-euler' },
  guidanceScale: 6.5,
  seed: 7,
  width: 640,
  height: 512,
  model: { name: 'v1-5-pruned', hash: '6ce0161689' },
  warnings: [],
};

describe('A1111', () => {
  it.each<PngTextKind>(['iTXt', 'compressed iTXt'])('is read from %s', (kind) => {
    expect(settingsOf(pngWithTexts({ parameters: PARAMETERS }, kind))).toMatchObject(FOX);
  });

  it.each<PngTextKind>(['tEXt', 'zTXt'])('is read from %s', (kind) => {
    const latin = PARAMETERS.replace('水彩', 'café');
    expect(settingsOf(pngWithTexts({ parameters: latin }, kind))).toMatchObject({ ...FOX, prompt: 'a fox, café' });
  });

  it.each([true, false])('is read from the EXIF comment that piexif writes (little-endian: %s)', (little) => {
    const exif = tiff([], [[0x9286, 7, piexifComment(PARAMETERS)]], little);
    expect(settingsOf(jpegWithExif(exif))).toMatchObject(FOX);
    expect(settingsOf(webpWithExif(exif))).toMatchObject(FOX);
  });

  it('is read from a comment in the other byte order and from an ASCII one', () => {
    const swapped = Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(PARAMETERS, 'utf16le')]);
    expect(settingsOf(jpegWithExif(tiff([], [[0x9286, 7, swapped]])))).toMatchObject(FOX);
    const ascii = Buffer.from(`ASCII\0\0\0${PARAMETERS.replace('水彩', 'ink')}`);
    expect(settingsOf(jpegWithExif(tiff([], [[0x9286, 7, ascii]])))).toMatchObject({ ...FOX, prompt: 'a fox, ink' });
  });
});
