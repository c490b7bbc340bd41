import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { pictureSettingsSchema } from '../protocol/pictureSettings';
import { inflateBounded, inflateZlibBounded } from './inflateBounded';
import { readFragment } from './link';
import { readPicture, readWholePicture, writePicture } from './picture';
import { readPictureTexts } from './pictureTexts';
import { stripMetadata } from './stripMetadata';
import { bomb, DAMAGED_FILES, DAMAGED_HIDDEN, DAMAGED_LINKS } from './testing/arbitraryFiles';
import { HOSTILE_LINKS, HOSTILE_PICTURES, manyBlocks } from './testing/hostile';
import { HOSTILE_HIDDEN } from './testing/hostileHidden';
import { MAX_TEXTS_BYTES } from './textBudget';
import { exampleRequest, pngChunk, pngTextChunk, pngWith } from './testing/pictures';

/**
 * Reads, writes and strips; none may throw, and none may give more than what goes in and a fixed amount, whatever the input says
 * about itself. How long it takes is for bench/metadata.bench.ts.
 */
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
    expect((prompt ?? '').length).toBeLessThanOrEqual(10_000);
    expect((negativePrompt ?? '').length).toBeLessThanOrEqual(10_000);
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

describe('damaged and hostile input', () => {
  it.each(DAMAGED_FILES)('$kind: $numRuns', ({ files, numRuns, seed }) => {
    fc.assert(fc.property(files, survives), { seed, numRuns });
  });

  it(`PNG files with a hidden text: ${DAMAGED_HIDDEN.numRuns}`, async () => {
    const { files, numRuns, seed } = DAMAGED_HIDDEN;
    await fc.assert(
      fc.asyncProperty(files, async (bytes) => {
        const info = await readWholePicture(bytes);
        expect(info.ok && info.value.settings ? v.is(pictureSettingsSchema, info.value.settings) : true).toBe(true);
        survives(bytes);
      }),
      { seed, numRuns },
    );
  });

  it(`link fragments: ${DAMAGED_LINKS.numRuns}`, () => {
    const { fragments, numRuns, seed } = DAMAGED_LINKS;
    fc.assert(
      fc.property(fragments, (fragment) => {
        const read = readFragment(fragment);
        expect(read.ok ? typeof read.value.prompt : typeof read.reason).toBe('string');
      }),
      { seed, numRuns },
    );
  });
});

describe('what costs the most that the limits let it', () => {
  it.each(Object.entries(HOSTILE_PICTURES))('%s', (_, make) => survives(make()));

  it.each(Object.entries(HOSTILE_HIDDEN))('%s', async (_, make) => {
    const info = await readWholePicture(make());
    expect(info).toMatchObject({ ok: true, value: { settings: null } });
  });

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
