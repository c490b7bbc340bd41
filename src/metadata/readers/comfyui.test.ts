import { describe, expect, it } from 'vitest';
import { BOTTLE, COMFY } from '../testing/comfyBottle';
import { pngWithTexts, tiff, webpWithExif } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

describe('ComfyUI', () => {
  it('is read from the prompt graph', () => {
    expect(settingsOf(pngWithTexts({ prompt: JSON.stringify(COMFY), workflow: '{}' }))).toMatchObject({
      ...BOTTLE,
      warnings: [],
    });
  });

  it('is read from the camera tags of an animated WebP', () => {
    const exif = tiff([[0x0110, 2, Buffer.from(`prompt:${JSON.stringify(COMFY)}\0`)]]);
    expect(settingsOf(webpWithExif(exif))).toMatchObject(BOTTLE);
  });

  it('is read from the workflow where there is no prompt', () => {
    const workflow = {
      nodes: [
        { id: 4, type: 'CheckpointLoaderSimple', mode: 0, widgets_values: ['v1-5-pruned-emaonly.safetensors'] },
        { id: 5, type: 'EmptyLatentImage', mode: 0, widgets_values: [512, 768, 1] },
        {
          id: 6,
          type: 'CLIPTextEncode',
          mode: 0,
          inputs: [{ name: 'clip', link: 3 }],
          widgets_values: ['beautiful scenery, glass bottle'],
        },
        {
          id: 7,
          type: 'CLIPTextEncode',
          mode: 0,
          inputs: [{ name: 'clip', link: 5 }],
          widgets_values: ['text, watermark'],
        },
        { id: 11, type: 'Reroute', mode: 0, inputs: [{ name: '', link: 6 }] },
        {
          id: 3,
          type: 'KSampler',
          mode: 0,
          inputs: [
            { name: 'model', link: 1 },
            { name: 'positive', link: 4 },
            { name: 'negative', link: 7 },
            { name: 'latent_image', link: 2 },
          ],
          widgets_values: [156680208700286, 'randomize', 20, 8, 'euler', 'normal', 1],
        },
        { id: 12, type: 'KSampler', mode: 4, inputs: [], widgets_values: [1, 'fixed', 2, 3, 'heun', 'normal', 1] },
      ],
      links: [
        [1, 4, 0, 3, 0, 'MODEL'],
        [2, 5, 0, 3, 3, 'LATENT'],
        [3, 4, 1, 6, 0, 'CLIP'],
        [4, 6, 0, 3, 1, 'CONDITIONING'],
        [5, 4, 1, 7, 0, 'CLIP'],
        [6, 7, 0, 11, 0, 'CONDITIONING'],
        [7, 11, 0, 3, 2, 'CONDITIONING'],
      ],
      version: 0.4,
    };
    expect(settingsOf(pngWithTexts({ workflow: JSON.stringify(workflow) }))).toMatchObject({ ...BOTTLE, warnings: [] });
  });

  it('follows the parts of a custom sampler', () => {
    const graph = {
      '1': { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' } },
      '2': { class_type: 'PrimitiveStringMultiline', inputs: { value: 'a lighthouse' } },
      '3': { class_type: 'StringConcatenate', inputs: { string_a: ['2', 0], string_b: 'at dusk', delimiter: ' ' } },
      '4': { class_type: 'CLIPTextEncode', inputs: { text: ['3', 0], clip: ['9', 0] } },
      '5': { class_type: 'FluxGuidance', inputs: { conditioning: ['4', 0], guidance: 3.5 } },
      '6': { class_type: 'ConditioningZeroOut', inputs: { conditioning: ['4', 0] } },
      '7': { class_type: 'CFGGuider', inputs: { model: ['1', 0], positive: ['5', 0], negative: ['6', 0], cfg: 1 } },
      '8': { class_type: 'RandomNoise', inputs: { noise_seed: ['13', 0] } },
      '10': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'heun' } },
      '11': { class_type: 'BasicScheduler', inputs: { model: ['1', 0], scheduler: 'simple', steps: 30, denoise: 0.7 } },
      '12': { class_type: 'EmptySD3LatentImage', inputs: { width: 1024, height: 832, batch_size: 1 } },
      '13': { class_type: 'PrimitiveInt', inputs: { value: 99 } },
      '14': {
        class_type: 'SamplerCustomAdvanced',
        inputs: { noise: ['8', 0], guider: ['7', 0], sampler: ['10', 0], sigmas: ['11', 0], latent_image: ['12', 0] },
      },
    };
    expect(settingsOf(pngWithTexts({ prompt: JSON.stringify(graph) }))).toMatchObject({
      prompt: 'a lighthouse at dusk',
      negativePrompt: '',
      steps: 30,
      guidanceScale: 1,
      seed: 99,
      strength: 0.7,
      sampler: { name: 'heun simple', id: 'flow-heun' },
      width: 1024,
      height: 832,
      model: { name: 'flux1-dev' },
    });
  });

  it('takes the sampler that starts the picture, not the one that enlarges it, and says so', () => {
    const graph = {
      '2': {
        class_type: 'KSampler',
        inputs: { ...COMFY['3'].inputs, steps: 7, latent_image: ['20', 0], denoise: 0.4 },
      },
      ...COMFY,
      '20': { class_type: 'LatentUpscale', inputs: { samples: ['3', 0], width: 1024, height: 1536 } },
      '8': { class_type: 'VAEDecode', inputs: { samples: ['2', 0], vae: ['4', 2] } },
    };
    const settings = settingsOf(pngWithTexts({ prompt: JSON.stringify(graph) }));
    expect(settings).toMatchObject(BOTTLE);
    expect(settings?.warnings).toHaveLength(1);
  });

  it('reads the two outputs of a control node by their side', () => {
    const control = { positive: ['6', 0], negative: ['7', 0], strength: 1, control_net: ['30', 0], image: ['31', 0] };
    const graph = {
      ...COMFY,
      '3': { class_type: 'KSampler', inputs: { ...COMFY['3'].inputs, positive: ['21', 0], negative: ['21', 1] } },
      '21': { class_type: 'ControlNetApplyAdvanced', inputs: control },
    };
    expect(settingsOf(pngWithTexts({ prompt: JSON.stringify(graph) }))).toMatchObject(BOTTLE);
  });

  it("reads Python's NaN, and a seed of 64 bits to the last digit", () => {
    const text = JSON.stringify(COMFY)
      .replace('156680208700286', '18446744073709551615')
      .replace('"batch_size":1', '"batch_size":1,"is_changed":[NaN, -Infinity]');
    const settings = settingsOf(pngWithTexts({ prompt: text }));
    expect(settings).toMatchObject({ ...BOTTLE, seed: 4294967295 });
    expect(settings?.warnings).toHaveLength(1);
  });

  it('comes to an end in graphs that go round', () => {
    const graph = {
      ...COMFY,
      '6': { class_type: 'CLIPTextEncode', inputs: { text: ['22', 0] } },
      '22': { class_type: 'StringConcatenate', inputs: { string_a: ['22', 0], string_b: ['23', 0] } },
      '23': { class_type: 'PrimitiveString', inputs: { value: ['22', 0] } },
      '7': { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['7', 0], conditioning_2: ['7', 0] } },
      '10': { class_type: 'LoraLoader', inputs: { model: ['10', 0] } },
    };
    expect(settingsOf(pngWithTexts({ prompt: JSON.stringify(graph) }))).toMatchObject({
      prompt: '',
      negativePrompt: null,
      model: { name: null },
      steps: 20,
    });
  });

  it('is not seen in JSON without a sampler', () => {
    expect(settingsOf(pngWithTexts({ prompt: '{"1":{"class_type":"LoadImage","inputs":{}}}' }))).toBeNull();
    expect(settingsOf(pngWithTexts({ prompt: 'please pay at the counter', workflow: '[1,2' }))).toBeNull();
  });
});
