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

const SETTINGS = 'Steps: 20, Sampler: Euler, CFG scale: 6.5, Seed: 4242, Size: 256x256';

describe('a text without its line ends', () => {
  it.each<[string, string, string]>([
    [`a fox, snow Negative prompt: blurry, text ${SETTINGS}`, 'a fox, snow', 'blurry, text'],
    [`a fox, snow ${SETTINGS}`, 'a fox, snow', ''],
    [`a fox, snow. ${SETTINGS}`, 'a fox, snow.', ''],
    [`a fox, snow,${SETTINGS}`, 'a fox, snow,', ''],
    [`a (fox:1.3), mood: calm, light: soft ${SETTINGS}`, 'a (fox:1.3), mood: calm, light: soft', ''],
    [`a fox\nin snow Negative prompt: blurry ${SETTINGS}`, 'a fox\nin snow', 'blurry'],
    [`a fox\nNegative prompt: blurry ${SETTINGS}`, 'a fox', 'blurry'],
    [`a fox, Steps: 5 of a dance ${SETTINGS}`, 'a fox, Steps: 5 of a dance', ''],
    [`"a fox" ${SETTINGS}, Hires prompt: "x, Steps: 3, Sampler: none, Seed: 1", Version: v1`, '"a fox"', ''],
    [`a fox Negative Prompt: blurry ${SETTINGS}`, 'a fox', 'blurry'],
  ])('is read: %j', (text, prompt, negativePrompt) => {
    expect(readA1111(text)).toMatchObject({
      ...{ prompt, negativePrompt, steps: 20, guidanceScale: 6.5, seed: 4242, width: 256, height: 256 },
      sampler: { name: 'Euler', id: 'flow-euler' },
      warnings: [],
    });
  });
});

describe('what a text does not say', () => {
  it.each<[string, string | null, string | null]>([
    [SETTINGS, null, null],
    [`\n${SETTINGS}`, null, null],
    [`Negative prompt: blurry\n${SETTINGS}`, null, 'blurry'],
    [`a fox\n${SETTINGS}`, 'a fox', ''],
    ['a fox\nNegative prompt: blurry', 'a fox', 'blurry'],
  ])('is told from what it says is empty: %j', (text, prompt, negativePrompt) => {
    expect(readA1111(text)).toMatchObject({ prompt, negativePrompt });
  });

  it('stays so when the settings are written again', () => {
    const settings = readA1111(SETTINGS);
    expect(settings && readA1111(writeParameters(settings))).toEqual(settings);
  });
});

describe('settings of few words', () => {
  it.each([
    'a fox\nSteps: 20, Seed: 4242',
    'a fox\nSteps: 20, Sampler: Euler',
    'a fox\nSampler: Euler, Steps: 20, Seed: 4242',
    'a fox\nSeed: 4242, Size: 64x64',
    'a fox\nCFG scale: 7, Size: 64x64, Model: x',
    'a fox\nsteps: 20, sampler: euler, cfg scale: 7, seed: 4242',
    'a fox\nSteps: 20\nSampler: Euler\nSeed: 4242',
    'a fox\nSteps: 20, CFG scale: 7.000000, Seed: 4242, Size: 64x64, RNG: cuda, Sampler: euler_a, Version: stable-diffusion.cpp',
  ])('are settings: %j', (text) => {
    expect(readA1111(text)).toMatchObject({ prompt: 'a fox', negativePrompt: '' });
  });
});

describe('other texts with names and values', () => {
  it.each([
    'Device: scan one, Mode: colour, Resolution: 300 dpi',
    'filter: 1; intensity: 0.5; filterMask: 0; captureOrientation: 0;\nmodule: photo;hw-remosaic: false;touch: (-1.0, -1.0);\n',
    'Steps: 4521, Distance: 3.2 km, Calories: 210',
    'Model: Pixel 9, Size: 4080x3072, Version: 2.1',
    'Sampler: 48 kHz, Model: S950, Version: 1.2',
    'Seed: sunflower, Size: 10x10, Model: planter',
    'Camera: A, Lens: B, ISO: 100, Exposure: 1/60, Size: 6000x4000',
    'Steps: up the hill, Seed: oats, Sampler: 3 cheeses',
    'Date: 2024-01-02, Time: 10:20, Place: home, Note: a walk',
    'a letter. Steps: 3',
    '{"prompt": "x", "steps": 20, "seed": 7, "sampler": "Euler", "cfg_scale": 7}',
    '{"app": "other", "text": "a fox\\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1"}',
    '{"app": "other", "text": "a fox Negative prompt: x Steps: 20, Sampler: Euler, Seed: 1, Size: 8x8 "}',
    '[{"text": "a fox Steps: 20, Sampler: Euler, Seed: 1, Size: 8x8 "}]',
  ])('are none of A1111: %j', (text) => {
    expect(readA1111(text)).toBeNull();
  });

  it('may stand in a prompt', () => {
    for (const prompt of [
      '{red|blue} fox',
      '[fox:cat:0.5], [[snow]]',
      '{{fox}}',
      '"a fox": "b"',
      'Model: a, Size: b, Mood: c',
    ])
      expect(readA1111(`${prompt}\n${SETTINGS}`)).toMatchObject({ prompt, seed: 4242 });
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
