import { expect, it } from 'vitest';
import { copyTexts } from './copyTexts';
import { readPicture, writePicture } from './picture';
import { exampleRequest, jpegWithExif, piexifComment, tiff, tinyPng, webpWithExif } from './testing/pictures';

const settingsIn = (outcome: ReturnType<typeof copyTexts>) => {
  const info = outcome.ok ? readPicture(outcome.value) : outcome;
  return info.ok ? info.value : null;
};

it('what tools write into JPEG and WebP goes on in a PNG', () => {
  const exif = tiff([], [[0x9286, 7, piexifComment('a fox, 水彩\nSteps: 25, Sampler: Euler, Seed: 7')]]);
  for (const picture of [jpegWithExif(exif), webpWithExif(exif)]) {
    expect(settingsIn(copyTexts(picture, tinyPng()))).toMatchObject({
      container: 'png',
      settings: { source: 'a1111', prompt: 'a fox, 水彩', steps: 25, seed: 7 },
    });
  }
  const comfy = tiff([[0x0110, 2, Buffer.from('prompt:{"3":{"class_type":"KSampler","inputs":{"seed":5}}}')]]);
  expect(settingsIn(copyTexts(webpWithExif(comfy), tinyPng()))).toMatchObject({
    settings: { source: 'comfyui', seed: 5 },
  });
});

it('so do the source type and our own settings', () => {
  const written = writePicture(jpegWithExif(tiff([])), exampleRequest());
  expect(settingsIn(copyTexts(written.ok ? written.value : new Uint8Array(), tinyPng()))).toMatchObject({
    digitalSourceType: 'trainedAlgorithmicMedia',
    settings: { request: exampleRequest() },
  });
});

it('a file without any leaves the PNG as it is; what is no PNG is refused', () => {
  expect(copyTexts(Uint8Array.of(1, 2), tinyPng())).toEqual({ ok: true, value: tinyPng() });
  expect(copyTexts(tinyPng(), Uint8Array.of(1, 2))).toMatchObject({ ok: false });
});
