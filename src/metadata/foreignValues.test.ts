import { describe, expect, it } from 'vitest';
import { pngWithTexts } from './testing/pictures';
import { settingsOf } from './testing/reading';

describe('foreign values', () => {
  it('are cut, cleaned and never trusted to be what they should be', () => {
    const settings = settingsOf(
      pngWithTexts({
        invokeai_metadata: JSON.stringify({
          positive_prompt: `<img src=x onerror=alert(1)>\u0000\u0007${'x'.repeat(20_000)}`,
          negative_prompt: { toString: 'no' },
          steps: [[[[]]]],
          seed: '1e5',
          width: 'NaN',
          height: null,
          cfg_scale: '7,5',
          model: ['a'],
          scheduler: 'y'.repeat(1000),
        }),
      }),
    );
    expect(settings?.prompt).toHaveLength(10_000);
    expect(settings?.prompt?.startsWith('<img src=x onerror=alert(1)>xx')).toBe(true);
    expect(settings).toMatchObject({
      negativePrompt: null,
      steps: null,
      seed: null,
      width: null,
      height: null,
      guidanceScale: null,
    });
    expect(settings?.sampler?.name).toHaveLength(60);
    expect(settings?.warnings).toHaveLength(3);
  });

  it('may be nested as deep as they like', () => {
    const textsOf = (deep: string) => [
      `{"positive_prompt":${deep},"model":${deep},"seed":${deep}}`,
      `{"3":{"class_type":"KSampler","inputs":{"positive":${deep},"seed":${deep}}},"nodes":${deep},"links":[${deep}]}`,
      `{"prompt":"x","base_model":${deep},"resolution":${deep}}`,
      `{"nodes":[{"type":"KSampler","id":${deep},"mode":${deep},"widgets_values":[${deep}]}],"links":[[1,${deep},0]]}`,
    ];
    const nested = [90, 50_000].map((depth) => '['.repeat(depth) + ']'.repeat(depth));
    for (const text of nested.flatMap(textsOf)) {
      for (const keyword of ['invokeai_metadata', 'sd-metadata', 'prompt', 'workflow', 'parameters', 'Comment'])
        expect(() => settingsOf(pngWithTexts({ [keyword]: text }))).not.toThrow();
    }
  });

  it('are not read where they are tangled more than anybody’s', () => {
    const read = (extra: string) =>
      settingsOf(pngWithTexts({ invokeai_metadata: `{"positive_prompt":"a cat","extra":${extra}}` }))?.prompt;
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"${i}":0`).join()}}`;
    expect([read(nested(99)), read(nested(100))]).toEqual(['a cat', undefined]);
    expect([read(keys(49_000)), read(keys(51_000))]).toEqual(['a cat', undefined]);
    expect(read(`"${'[{:'.repeat(60_000)}"`)).toBe('a cat');
  });
});
