import { deflateSync, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { pictureSettingsSchema, settingsOfRequest } from '../protocol/pictureSettings';
import { writeParameters } from './a1111';
import { inflateBounded, inflateZlibBounded } from './inflateBounded';
import { readFragment, writeFragment } from './link';
import { readPicture, writePicture } from './picture';
import { readPictureTexts } from './pictureTexts';
import { stripMetadata } from './stripMetadata';
import { HOSTILE_LINKS, HOSTILE_PICTURES, manyBlocks } from './testing/hostile';
import { MAX_TEXTS_BYTES } from './textBudget';
import {
  ALL_PICTURES,
  exampleRequest,
  jpegWithExif,
  piexifComment,
  pngChunk,
  pngTextChunk,
  pngWith,
  tiff,
  webpWithExif,
} from './testing/pictures';

/**
 * 5,000 damaged or hostile files and fragments. Work is bounded rather than timed: what comes out may not be longer than what
 * goes in and a fixed amount, whatever the input says about itself. (A run of all takes a few seconds: 1 ms a file.)
 */
const RUNS = { png: 1500, jpeg: 1300, webp: 1200, fragment: 1000 };

/** Reads, writes and strips; none may throw and none may give more than its share. */
function survives(bytes: Uint8Array): void {
  const texts = readPictureTexts(bytes);
  if (texts.ok) {
    const total = [...texts.value.fields.values()].reduce((sum, text) => sum + text.length, 0);
    expect(total).toBeLessThanOrEqual(MAX_TEXTS_BYTES);
    expect(texts.value.orientation).toBeGreaterThanOrEqual(1);
    expect(texts.value.orientation).toBeLessThanOrEqual(8);
  }
  const info = readPicture(bytes);
  if (info.ok && info.value.settings) {
    // As the gallery keeps them: a record of another form would never be listed again.
    expect(v.is(pictureSettingsSchema, info.value.settings)).toBe(true);
    const { prompt, negativePrompt, steps, seed, warnings } = info.value.settings;
    expect(prompt.length).toBeLessThanOrEqual(10_000);
    expect(negativePrompt.length).toBeLessThanOrEqual(10_000);
    expect(steps ?? 1).toBeGreaterThanOrEqual(1);
    expect(Number.isSafeInteger(seed ?? 0)).toBe(true);
    expect(warnings.length).toBeLessThanOrEqual(12);
  }
  const stripped = stripMetadata(bytes);
  if (stripped.ok) expect(stripped.value.length).toBeLessThanOrEqual(bytes.length + 100);
  const written = writePicture(bytes, exampleRequest());
  if (written.ok) {
    expect(written.value.length).toBeLessThanOrEqual(bytes.length + 4000);
    // What could be written can be read again.
    const again = readPicture(written.value);
    expect(again.ok && again.value.settings?.request).toEqual(exampleRequest());
  }
}

/** One to four small damages: a byte changed, a length field blown up, a piece cut out, doubled or put in, sometimes the end cut off. */
const damage: fc.Arbitrary<(bytes: Uint8Array) => Uint8Array> = fc
  .array(
    fc.record({
      kind: fc.oneof(
        { arbitrary: fc.constantFrom('byte', 'length', 'cut', 'double', 'insert'), weight: 9 },
        { arbitrary: fc.constant('truncate'), weight: 1 },
      ),
      // Mostly behind the signature, without which a file is not looked at any further.
      from: fc.oneof({ arbitrary: fc.constant(12), weight: 19 }, { arbitrary: fc.constant(0), weight: 1 }),
      // Without bias, which would put half of the damages into the first bytes.
      at: fc.noBias(fc.nat(999_999)).map((millionths) => millionths / 1e6),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      length: fc.constantFrom(0, 1, 0x7f, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((damages) => (original) => {
    let bytes = Buffer.from(original);
    for (const { kind, from, at: place, bytes: some, length } of damages) {
      const at = from + Math.floor(place * Math.max(0, bytes.length - 4 - from));
      if (kind === 'byte' && at < bytes.length) bytes[at] = some[0] ?? 0;
      if (kind === 'length' && at + 4 <= bytes.length) bytes.writeUInt32BE(length, at);
      if (kind === 'cut') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + some.length)]);
      if (kind === 'double')
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - some.length))]);
      if (kind === 'insert') bytes = Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)]);
      if (kind === 'truncate') bytes = bytes.subarray(0, at + 4);
    }
    return new Uint8Array(bytes);
  });

const bomb = deflateSync(Buffer.alloc(20_000_000, 32));
const text = writeParameters(settingsOfRequest(exampleRequest()));
const linkOf = (json: string) => `#s=${deflateRawSync(json).toString('base64url')}`;
const keyword = fc.constantFrom(
  'parameters',
  'prompt',
  'workflow',
  'outpane',
  'Comment',
  'XML:com.adobe.xmp',
  'Dream',
  '',
  'x'.repeat(90),
);
const json = fc
  .json({ maxDepth: 4 })
  .map((value) => `{"prompt":${value},"3":{"class_type":"KSampler","inputs":${value}}}`);

/** PNG chunks: whole, bombs, wrong checksums, wrong lengths, nonsense content. */
const textChunk = fc
  .tuple(keyword, fc.oneof(json, fc.string({ unit: 'binary' }), fc.constant(text)))
  .map(([key, value]) => pngTextChunk(key, value, 'compressed iTXt'));
const bombChunk = fc.tuple(keyword, fc.constantFrom('zTXt', 'iTXt')).map(([key, type]) => {
  const flags = type === 'zTXt' ? [0] : [1, 0, 0, 0];
  return pngChunk(type, Buffer.concat([Buffer.from(`${key}\0`), Buffer.from(flags), bomb]));
});
const nonsenseChunk = fc
  .tuple(
    fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'eXIf', 'iCCP', 'IDAT', 'IHDR', 'PLTE'),
    fc.uint8Array({ maxLength: 60 }),
  )
  .map(([type, data]) => pngChunk(type, data));
const wrongCrc = fc.tuple(keyword, fc.nat(255)).map(([key, byte]) => {
  const broken = pngTextChunk(key, text);
  broken[broken.length - 1] = byte;
  return broken;
});
const wrongLength = fc.constantFrom(0, 5, 0x7fffffff, 0xffffffff).map((length) => {
  const broken = pngTextChunk('parameters', text);
  broken.writeUInt32BE(length);
  return broken;
});
const chunk: fc.Arbitrary<Uint8Array> = fc.oneof(
  { arbitrary: textChunk, weight: 16 },
  { arbitrary: nonsenseChunk, weight: 12 },
  { arbitrary: wrongCrc, weight: 8 },
  { arbitrary: wrongLength, weight: 2 },
  { arbitrary: bombChunk, weight: 1 },
);

const exif: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constant(tiff([[0x0112, 3, Buffer.of(0, 6)]], [[0x9286, 7, piexifComment(text)]])),
  fc.constant(
    tiff([[0x0110, 2, Buffer.from('prompt:{"3":{"class_type":"KSampler","inputs":{"seed":["3",0]}}}')]], [], true),
  ),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.concat([Buffer.from('II*\0\x08\0\0\0'), bytes])),
);

const written = (picture: () => Uint8Array<ArrayBuffer>) => {
  const outcome = writePicture(picture(), exampleRequest({ prompt: 'x: "y", z'.repeat(20) }));
  return outcome.ok ? outcome.value : picture();
};
const { tinyPng, tinyJpeg, progressiveJpeg, lossyWebp, losslessWebp, alphaWebp } = ALL_PICTURES;

const pngFiles = fc.oneof(
  fc.array(chunk, { maxLength: 12 }).map((chunks) => pngWith(...chunks)),
  fc.tuple(fc.array(chunk, { maxLength: 4 }), damage).map(([chunks, harm]) => harm(pngWith(...chunks))),
  damage.map((harm) => harm(written(tinyPng))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([tinyPng().subarray(0, 8), bytes])),
);
const jpegFiles = fc.oneof(
  fc.tuple(exif, damage).map(([block, harm]) => harm(jpegWithExif(block))),
  fc.tuple(fc.constantFrom(written(tinyJpeg), written(progressiveJpeg)), damage).map(([file, harm]) => harm(file)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), bytes])),
);
const webpFiles = fc.oneof(
  fc.tuple(exif, damage).map(([block, harm]) => harm(webpWithExif(block))),
  fc
    .tuple(fc.constantFrom(written(lossyWebp), written(losslessWebp), written(alphaWebp)), damage)
    .map(([file, harm]) => harm(file)),
  fc
    .uint8Array({ maxLength: 200 })
    .map((bytes) => Buffer.concat([Buffer.from('RIFF\xff\0\0\0WEBPVP8X', 'latin1'), bytes])),
);
const fragmentBombs = [32, 0x5b, 0x7b].map((byte) => linkOf(Buffer.alloc(20_000_000, byte).toString()));
const noise = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]{0,200}$/)).map((s) => `#s=${s}`);
const harmed = damage.map((harm) => Buffer.from(harm(Buffer.from(writeFragment(exampleRequest())))).toString('latin1'));
const value = fc.jsonValue({ maxDepth: 2 });
const odd = fc
  .record(
    { version: value, prompt: value, seed: value, steps: value, model: value, edit: value, extra: value },
    { requiredKeys: [] },
  )
  .map((change) => linkOf(JSON.stringify({ ...exampleRequest(), ...change })));
const fragments = fc.oneof(
  { arbitrary: noise, weight: 12 },
  { arbitrary: harmed, weight: 12 },
  { arbitrary: odd, weight: 12 },
  { arbitrary: fc.constantFrom(...fragmentBombs), weight: 1 },
);

describe('damaged and hostile input', () => {
  it.each([
    ['PNG files', RUNS.png, pngFiles],
    ['JPEG files', RUNS.jpeg, jpegFiles],
    ['WebP files', RUNS.webp, webpFiles],
  ])('%s: %d', (_, numRuns, files) => {
    fc.assert(fc.property(files, survives), { seed: 54, numRuns });
  });

  it(`link fragments: ${RUNS.fragment}`, () => {
    fc.assert(
      fc.property(fragments, (fragment) => {
        const read = readFragment(fragment);
        expect(read.ok ? typeof read.value.prompt : typeof read.reason).toBe('string');
      }),
      { seed: 55, numRuns: RUNS.fragment },
    );
  });
});

describe('what costs the most that the limits let it', () => {
  it.each(Object.entries(HOSTILE_PICTURES))('%s', (_, make) => survives(make()));

  it.each(Object.entries(HOSTILE_LINKS))('%s', (_, make) => {
    expect(readFragment(`#s=${Buffer.from(make()).toString('base64url')}`)).toMatchObject({ ok: false });
  });
});

describe('bombs', () => {
  it('are given up at the limit', () => {
    expect(inflateZlibBounded(bomb, 1000)).toEqual({
      ok: false,
      reason: 'The compressed text is longer than 1000 bytes.',
    });
    const whole = inflateZlibBounded(bomb, 20_000_000);
    expect(whole.ok && whole.value.length).toBe(20_000_000);
  });

  it('cost no more when there are a thousand of them', () => {
    const zTXt = pngChunk('zTXt', Buffer.concat([Buffer.from('parameters\0\0'), bomb]));
    const read = readPictureTexts(pngWith(...Array<Uint8Array>(1000).fill(zTXt), pngTextChunk('Comment', 'late')));
    // The budget is used up by the first few, so that even an honest text behind them is left alone.
    expect(read.ok && [...read.value.fields]).toEqual([]);
  });

  it('of blocks that say nothing are given up at some thousand of them', () => {
    expect(inflateBounded(manyBlocks(2 ** 20), 1000)).toEqual({ ok: false, reason: 'The compressed text is damaged.' });
  });

  it('of stored blocks end with their input', () => {
    const empty = Buffer.concat(Array<Uint8Array>(100_000).fill(Buffer.of(0, 0, 0, 0xff, 0xff)));
    expect(inflateBounded(empty, 1000)).toEqual({
      ok: false,
      reason: 'The compressed text is damaged.',
    });
  });

  it('are told from honest text that ends right at the limit', () => {
    const data = deflateRawSync(Buffer.alloc(5000, 65));
    expect(inflateBounded(data, 5000).ok).toBe(true);
    expect(inflateBounded(data, 4999).ok).toBe(false);
    expect(inflateBounded(data.subarray(0, data.length - 2), 5000).ok).toBe(false);
  });
});
