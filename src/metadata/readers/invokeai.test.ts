import { describe, expect, it } from 'vitest';
import { pngWithTexts } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

describe('InvokeAI', () => {
  it('is read from invokeai_metadata, old and new names of the model', () => {
    const metadata = {
      app_version: '5.4.0',
      generation_mode: 'txt2img',
      positive_prompt: 'landscape',
      negative_prompt: 'low quality',
      width: 768,
      height: 432,
      seed: 356120443,
      rand_device: 'cpu',
      cfg_scale: 7.5,
      steps: 50,
      scheduler: 'euler',
      model: { key: '1', hash: 'blake3:abc', name: 'Dreamshaper', base: 'sd-1', type: 'main' },
    };
    const expected = {
      source: 'invokeai',
      prompt: 'landscape',
      negativePrompt: 'low quality',
      steps: 50,
      sampler: { name: 'euler', id: 'flow-euler' },
      guidanceScale: 7.5,
      seed: 356120443,
      width: 768,
      height: 432,
      model: { name: 'Dreamshaper', hash: 'blake3:abc' },
      warnings: [],
    };
    expect(settingsOf(pngWithTexts({ invokeai_metadata: JSON.stringify(metadata) }))).toMatchObject(expected);
    const old = { ...metadata, model: { model_name: 'amixx', base_model: 'sd-1', model_type: 'main' } };
    expect(settingsOf(pngWithTexts({ invokeai_metadata: JSON.stringify(old) }))).toMatchObject({
      ...expected,
      model: { name: 'amixx', hash: null },
    });
  });

  const version2 = (prompt: unknown) => ({
    model: 'stable diffusion',
    model_weights: 'stable-diffusion-1.5',
    model_hash: 'cc6cb271',
    app_version: '2.3.0',
    image: {
      prompt,
      steps: 30,
      cfg_scale: 7.5,
      height: 512,
      width: 640,
      seed: 7,
      type: 'txt2img',
      sampler: 'k_lms',
      strength: 0.75,
    },
  });

  it.each([[[{ prompt: 'an owl [blurry] at night [text]', weight: 1 }]], ['an owl [blurry] at night [text]']])(
    'is read from sd-metadata',
    (prompt) => {
      expect(settingsOf(pngWithTexts({ 'sd-metadata': JSON.stringify(version2(prompt)) }))).toMatchObject({
        source: 'invokeai',
        prompt: 'an owl  at night',
        negativePrompt: 'blurry, text',
        steps: 30,
        sampler: { name: 'k_lms', id: null },
        seed: 7,
        width: 640,
        height: 512,
        model: { name: 'stable-diffusion-1.5', hash: 'cc6cb271' },
        strength: 0.75,
      });
    },
  );

  it.each([
    '"a horse [rain]" -s 50 -S 42 -W 512 -H 576 -C 7.5 -A k_heun',
    'a horse [rain] -s50 -b1 -W512 -H576 -C7.5 -mk_heun -S42',
  ])('is read from Dream: %s', (Dream) => {
    expect(settingsOf(pngWithTexts({ Dream }))).toMatchObject({
      source: 'invokeai',
      prompt: 'a horse',
      negativePrompt: 'rain',
      steps: 50,
      seed: 42,
      width: 512,
      height: 576,
      guidanceScale: 7.5,
      sampler: { name: 'k_heun', id: 'flow-heun' },
    });
  });
});
