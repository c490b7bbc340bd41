import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { readHiddenText } from './hiddenText';
import { readWholePicture, writePicture } from './picture';
import { stripAll, stripMetadata } from './stripMetadata';
import { pngHiding, type HiddenPicture } from './testing/hiddenPictures';
import { exampleRequest, tinyJpeg, tinyPng } from './testing/pictures';
import { valueOf } from './testing/reading';

const COMMENT = { prompt: 'a fox, 雪', uc: 'blurry', steps: 28, scale: 5, seed: 77, width: 832, height: 1216 };
const NOVELAI = JSON.stringify({
  Title: 'AI generated image',
  Description: 'a fox, 雪',
  Software: 'NovelAI',
  Source: 'NovelAI Diffusion V4 37442FCA',
  Comment: JSON.stringify({ ...COMMENT, sampler: 'k_euler', noise_schedule: 'native' }),
});
const FOX = {
  source: 'novelai',
  prompt: 'a fox, 雪',
  negativePrompt: 'blurry',
  steps: 28,
  guidanceScale: 5,
  seed: 77,
  width: 832,
  height: 1216,
  sampler: { name: 'k_euler native', id: 'flow-euler' },
  model: { name: 'NovelAI Diffusion V4 37442FCA', hash: null },
};
const settingsIn = async (bytes: Uint8Array) => valueOf(await readWholePicture(bytes)).settings;

describe('a text in the lowest bits of the transparency', () => {
  it.each<[string, HiddenPicture]>([
    ['packed', {}],
    ['plain', { signature: 'stealth_pnginfo' }],
    ['in few rows', { width: 300, height: 40 }],
    ['in one row', { width: 6000, height: 1 }],
    ['in one column', { width: 1, height: 6000 }],
    ['in grey', { colorType: 4 }],
    ...[0, 1, 2, 3, 4].map((filterType): [string, HiddenPicture] => [
      `in rows of filter ${filterType}`,
      { filterType },
    ]),
  ])('is read, %s', async (_, how) => {
    const bytes = pngHiding(NOVELAI, how);
    expect(await readHiddenText(bytes)).toBe(NOVELAI);
    expect(await settingsIn(bytes)).toMatchObject(FOX);
  });

  it("may be A1111's", async () => {
    const text = 'a fox\nNegative prompt: blurry\nSteps: 20, Sampler: Euler, Seed: 7';
    expect(await settingsIn(pngHiding(text))).toMatchObject({ source: 'a1111', prompt: 'a fox', seed: 7 });
  });

  it('gives way to what the file itself says', async () => {
    const written = valueOf(writePicture(pngHiding(NOVELAI), exampleRequest()));
    expect((await settingsIn(written))?.request).toEqual(exampleRequest());
  });

  it.each<[string, Uint8Array]>([
    ['a picture without transparency', tinyPng()],
    ['a JPEG', tinyJpeg()],
    ['no picture', new Uint8Array(9)],
    ['a length beyond the picture', pngHiding(NOVELAI, { length: 64 * 96 })],
    ['a length beyond any text', pngHiding(NOVELAI, { length: 0xffffffff })],
    ['another signature', pngHiding(NOVELAI, { signature: 'stealth_pngcomq' })],
    ['text that is not packed', pngHiding('x'.repeat(100), { signature: 'stealth_pngcomp', length: 80 })],
    ['a picture that is cut off', pngHiding(NOVELAI).slice(0, 9000)],
    ['too few pixels', pngHiding('', { width: 8, height: 8 })],
  ])('is not seen in %s', async (_, bytes) => {
    expect(await readHiddenText(bytes)).toBeNull();
  });

  it('is not looked for in other pictures', async () => {
    const phone = new Uint8Array(readFileSync(new URL('./testing/cases/m12f_phone_comment.jpg', import.meta.url)));
    expect(await settingsIn(phone)).toBeNull();
    expect(await readWholePicture(new Uint8Array(3))).toMatchObject({ ok: false });
  });
});

describe('a picture that is stripped', () => {
  it.each<[string, HiddenPicture]>([
    ['in colour', {}],
    ['in grey', { colorType: 4 }],
    ['of few rows', { width: 300, height: 40, filterType: 4 }],
  ])('hides nothing any more, and looks the same: %s', async (_, how) => {
    const bytes = pngHiding(NOVELAI, how);
    const stripped = valueOf(await stripAll(bytes));
    expect(await settingsIn(stripped)).toBeNull();
    const [before, after] = [bytes, stripped].map((file) => PNG.sync.read(Buffer.from(file)));
    expect(after?.data).toEqual(before?.data.map((value, i) => (i % 4 === 3 ? value | 1 : value)));
  });

  it('keeps its bytes where it hides nothing', async () => {
    for (const picture of [tinyPng(), tinyJpeg(), pngHiding(NOVELAI, { signature: 'stealth_pngcomq' })])
      expect(await stripAll(picture)).toEqual(stripMetadata(picture));
  });
});
