import fc from 'fast-check';
import type { GenerationRequest } from '../../protocol/generationRequest';

/** Prompts as people and mischief write them: any characters, newlines, quotes, words that mean something to the formats. */
export const anyPrompt: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1',
          'Steps: 3',
          'Negative prompt: ',
          '\n',
          '\r\n',
          '"',
          '\\',
          ', ',
          ': ',
          '<script>alert(1)</script>',
          '&amp;',
          ']]>',
          '</outpane:request>',
          '\u{1F408}',
          '猫',
          'é',
          '\0',
          '\u2028',
          '{',
        ),
        fc.string({ unit: 'grapheme', maxLength: 20 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const seed = fc.maxSafeNat();
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const side = fc.integer({ min: 0, max: 1e6 });
const place = fc.integer({ min: -1e6, max: 1e6 });

const edit: fc.Arbitrary<NonNullable<GenerationRequest['edit']>> = fc.record(
  {
    intent: fc.constantFrom('expand' as const, 'fill' as const, 'replace' as const, 'remove' as const, 'vary' as const),
    strength: unit,
    fade: fc.integer({ min: 0, max: 256 }),
    region: fc.record({ x: place, y: place, width: side, height: side }),
    source: fc.record({ pixels: sha256, mask: sha256 }, { requiredKeys: ['pixels'] }),
  },
  { requiredKeys: ['intent', 'strength', 'fade', 'region'] },
);

/** Any request that the schema accepts. */
export const anyRequest: fc.Arbitrary<GenerationRequest> = fc
  .record(
    {
      version: fc.constant(1 as const),
      mode: fc.constantFrom('textToImage' as const, 'imageToImage' as const, 'inpaint' as const, 'outpaint' as const),
      model: fc.record({
        id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        revision: fc.string({ maxLength: 20 }),
      }),
      prompt: anyPrompt,
      negativePrompt: anyPrompt,
      seed,
      steps: fc.integer({ min: 1, max: 50 }),
      guidanceScale: fc.double({ min: 1, max: 15, noNaN: true }),
      sampler: fc.string({ maxLength: 60 }),
      width: fc.integer({ min: 8, max: 4096 }),
      height: fc.integer({ min: 8, max: 4096 }),
      pictures: fc.integer({ min: 1, max: 4 }),
      variation: fc.record({ seed, strength: unit }),
      edit,
    },
    {
      requiredKeys: [
        'version',
        'mode',
        'model',
        'prompt',
        'negativePrompt',
        'seed',
        'steps',
        'guidanceScale',
        'sampler',
        'width',
        'height',
        'pictures',
      ],
    },
  )
  // JSON has no negative zero, and no prototype-less objects are wanted in comparisons.
  .map((request) => JSON.parse(JSON.stringify(request)) as GenerationRequest);
