import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsOfRequest } from '../protocol/pictureSettings';
import { parseParameters, parseSettings, readA1111, writeParameters } from './a1111';
import { withoutControls } from './importedSettings';
import { anyPrompt } from './testing/arbitraryRequest';
import { exampleRequest } from './testing/pictures';

/** As the web UI writes it. */
const CLASSIC = [
  "girl with an artist's beret, determined, ((eyeshadow)), detailed",
  'Negative prompt: ugly, (poorly drawn hands), [blurry]',
  'Steps: 20, Sampler: Euler, Schedule type: Karras, CFG scale: 7, Seed: 965400086, Size: 512x768, ' +
    'Model hash: 45dee52b, Model: sd-v1-5, Denoising strength: 0.55, Hires prompt: "a, b: \\"c\\"", Version: v1.10.1',
].join('\n');

describe('parseParameters', () => {
  it('reads what the web UI writes', () => {
    expect(readA1111(CLASSIC)).toEqual({
      source: 'a1111',
      prompt: "girl with an artist's beret, determined, ((eyeshadow)), detailed",
      negativePrompt: 'ugly, (poorly drawn hands), [blurry]',
      steps: 20,
      sampler: { name: 'Euler Karras', id: null },
      guidanceScale: 7,
      seed: 965400086,
      width: 512,
      height: 768,
      model: { name: 'sd-v1-5', hash: '45dee52b' },
      strength: 0.55,
      request: null,
      warnings: [],
    });
  });

  it('undoes quotes with commas, colons and escapes inside', () => {
    const settings = parseSettings(
      'Steps: 4, Lora hashes: "a: 1, b: 2", Hires prompt: "x \\"y\\"\\nz", Odd: "open, Size: 8x8',
    );
    expect(settings.get('Lora hashes')).toBe('a: 1, b: 2');
    expect(settings.get('Hires prompt')).toBe('x "y"\nz');
    expect(settings.get('Size')).toBe('8x8');
  });

  it('takes the last line of settings, so that a prompt may speak of steps', () => {
    const parameters = parseParameters(
      'Steps: 5, Sampler: none, CFG scale: 1\nsecond line\nNegative prompt: Steps: up\nmore\nSteps: 9, Sampler: Heun, Seed: 1',
    );
    expect(parameters?.prompt).toBe('Steps: 5, Sampler: none, CFG scale: 1\nsecond line');
    expect(parameters?.negativePrompt).toBe('Steps: up\nmore');
    expect(parameters?.settings.get('Steps')).toBe('9');
  });

  it('goes on behind the settings line, where extensions add lines of their own', () => {
    const parameters = parseParameters(
      'cat\nSteps: 9, Sampler: Heun, Seed: 1\nTemplate: a {cat|dog}, Negative Template: x',
    );
    expect(parameters?.prompt).toBe('cat');
    expect(parameters?.settings.get('Template')).toBe('a {cat|dog}');
  });

  it('sees a text without settings as none of its own', () => {
    expect(parseParameters('')).toBeNull();
    expect(parseParameters('hello there')).toBeNull();
    expect(parseParameters('a cat, 8k: very')).toBeNull();
  });

  it('says what it could not take over', () => {
    const settings = readA1111('x\nSteps: 150, Sampler: DPM++ 2M, CFG scale: 0, Seed: -1, Size: 9000x512');
    expect(settings).toMatchObject({ steps: 50, guidanceScale: 1, seed: null, width: 4096, height: 512 });
    expect(settings?.warnings).toHaveLength(4);
  });

  it('keeps the lowest 32 bits of a seed that is too large, every digit counted', () => {
    const settings = readA1111('x\nSteps: 1, Sampler: Euler, Seed: 18446744073709551557');
    expect(settings?.seed).toBe(2 ** 32 - 59);
    expect(settings?.warnings).toHaveLength(1);
  });
});

describe('writeParameters', () => {
  it('writes the lines that other tools read', () => {
    const request = exampleRequest({
      edit: { intent: 'vary', strength: 0.6, fade: 8, region: { x: 0, y: 0, width: 256, height: 192 } },
    });
    expect(writeParameters(settingsOfRequest(request))).toBe(
      'a cat on a pink background\nNegative prompt: blurry\n' +
        'Steps: 12, Sampler: Euler, CFG scale: 3, Seed: 42, Size: 256x192, Model hash: 7086d182ee, Model: starter, Denoising strength: 0.6',
    );
  });

  it('quotes a model name that would break the line', () => {
    const model = { name: 'a, b: "c"', hash: 'ff' };
    const text = writeParameters({ ...settingsOfRequest(exampleRequest()), source: 'comfyui', model });
    expect(readA1111(text)?.model).toEqual(model);
  });

  it('gives a variation back, and leaves out what is not said', () => {
    const variation = { seed: 99, strength: 0.35 };
    expect(readA1111(writeParameters(settingsOfRequest(exampleRequest({ variation }))))?.variation).toEqual(variation);
    const foreign = readA1111('a fox\nSteps: 20, Sampler: DPM++ 2M, Seed: 7, Variation seed: 5');
    expect(foreign?.variation).toBeUndefined();
    expect(foreign && writeParameters(foreign)).toBe('a fox\nSteps: 20, Sampler: DPM++ 2M, Seed: 7');
  });

  it('survives the way there and back with any prompt', () => {
    // A line that starts like the negative prompt can't be told from it in this format; our own JSON is exact.
    const prompt = anyPrompt.filter((text) => !/^\s*Negative prompt:/m.test(withoutControls(text)));
    fc.assert(
      fc.property(prompt, prompt, (positive, negative) => {
        const read = parseParameters(
          writeParameters(settingsOfRequest(exampleRequest({ prompt: positive, negativePrompt: negative }))),
        );
        expect(read?.prompt).toBe(withoutControls(positive).trim());
        expect(read?.negativePrompt).toBe(withoutControls(negative).trim());
        expect(read?.settings.get('Steps')).toBe('12');
        expect(read?.settings.get('Size')).toBe('256x192');
      }),
      { seed: 51, numRuns: 500 },
    );
  });
});
