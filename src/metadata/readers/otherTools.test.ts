import { describe, expect, it } from 'vitest';
import { readPicture } from '../picture';
import {
  jpegWithExif,
  jpegWithSegment,
  piexifComment,
  pngWithTexts,
  tiff,
  webpWithExif,
  type PngTextKind,
} from '../testing/pictures';
import type { ImportedSettings } from '../importedSettings';

/** Pictures as the tools write them: their texts by their documented rules, in the containers they use. */
function settingsOf(bytes: Uint8Array): ImportedSettings | null {
  const info = readPicture(bytes);
  if (!info.ok) throw new Error(info.reason);
  return info.value.settings;
}

const PARAMETERS =
  'a fox, 水彩\nNegative prompt: text\nSteps: 25, Sampler: Euler, CFG scale: 6.5, Seed: 7, Size: 640x512, Model hash: 6ce0161689, Model: v1-5-pruned';
const FOX = {
  source: 'a1111',
  prompt: 'a fox, 水彩',
  negativePrompt: 'text',
  steps: 25,
  sampler: { name: 'Euler', id: 'flow-euler' },
  guidanceScale: 6.5,
  seed: 7,
  width: 640,
  height: 512,
  model: { name: 'v1-5-pruned', hash: '6ce0161689' },
  warnings: [],
};

describe('A1111', () => {
  it.each<PngTextKind>(['iTXt', 'compressed iTXt'])('is read from %s', (kind) => {
    expect(settingsOf(pngWithTexts({ parameters: PARAMETERS }, kind))).toMatchObject(FOX);
  });

  it.each<PngTextKind>(['tEXt', 'zTXt'])('is read from %s', (kind) => {
    const latin = PARAMETERS.replace('水彩', 'café');
    expect(settingsOf(pngWithTexts({ parameters: latin }, kind))).toMatchObject({ ...FOX, prompt: 'a fox, café' });
  });

  it.each([true, false])('is read from the EXIF comment that piexif writes (little-endian: %s)', (little) => {
    const exif = tiff([], [[0x9286, 7, piexifComment(PARAMETERS)]], little);
    expect(settingsOf(jpegWithExif(exif))).toMatchObject(FOX);
    expect(settingsOf(webpWithExif(exif))).toMatchObject(FOX);
  });

  it('is read from a comment in the other byte order and from an ASCII one', () => {
    const swapped = Buffer.concat([Buffer.from('UNICODE\0'), Buffer.from(PARAMETERS, 'utf16le')]);
    expect(settingsOf(jpegWithExif(tiff([], [[0x9286, 7, swapped]])))).toMatchObject(FOX);
    const ascii = Buffer.from(`ASCII\0\0\0${PARAMETERS.replace('水彩', 'ink')}`);
    expect(settingsOf(jpegWithExif(tiff([], [[0x9286, 7, ascii]])))).toMatchObject({ ...FOX, prompt: 'a fox, ink' });
  });
});

/** The default workflow as the server keeps it under `prompt`. */
const COMFY = {
  '3': {
    inputs: {
      seed: 156680208700286,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
    class_type: 'KSampler',
  },
  '4': { inputs: { ckpt_name: 'sd15/v1-5-pruned-emaonly.safetensors' }, class_type: 'CheckpointLoaderSimple' },
  '5': { inputs: { width: 512, height: 768, batch_size: 1 }, class_type: 'EmptyLatentImage' },
  '6': { inputs: { text: 'beautiful scenery, glass bottle', clip: ['10', 1] }, class_type: 'CLIPTextEncode' },
  '7': { inputs: { text: 'text, watermark', clip: ['10', 1] }, class_type: 'CLIPTextEncode' },
  '8': { inputs: { samples: ['3', 0], vae: ['4', 2] }, class_type: 'VAEDecode' },
  '9': { inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] }, class_type: 'SaveImage' },
  '10': {
    inputs: { lora_name: 'x.safetensors', strength_model: 1, model: ['4', 0], clip: ['4', 1] },
    class_type: 'LoraLoader',
  },
};
const BOTTLE = {
  source: 'comfyui',
  prompt: 'beautiful scenery, glass bottle',
  negativePrompt: 'text, watermark',
  steps: 20,
  sampler: { name: 'euler normal', id: 'flow-euler' },
  guidanceScale: 8,
  seed: 156680208700286,
  width: 512,
  height: 768,
  model: { name: 'v1-5-pruned-emaonly', hash: null },
  strength: 1,
};

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
      negativePrompt: '',
      model: { name: null },
      steps: 20,
    });
  });

  it('is not seen in JSON without a sampler', () => {
    expect(settingsOf(pngWithTexts({ prompt: '{"1":{"class_type":"LoadImage","inputs":{}}}' }))).toBeNull();
    expect(settingsOf(pngWithTexts({ prompt: 'please pay at the counter', workflow: '[1,2' }))).toBeNull();
  });
});

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

describe('Fooocus', () => {
  const scheme = {
    adm_guidance: '(1.5, 0.8, 0.3)',
    base_model: 'juggernautXL_v8Rundiffusion',
    base_model_hash: 'aeb7e9e689',
    full_negative_prompt: ['ugly', 'blurry'],
    full_prompt: ['cinematic still a robot', 'intricate'],
    guidance_scale: 4,
    metadata_scheme: 'fooocus',
    negative_prompt: 'ugly',
    performance: 'Speed',
    prompt: 'a robot',
    resolution: '(1152, 896)',
    sampler: 'dpmpp_2m_sde_gpu',
    scheduler: 'karras',
    seed: '8877464832416529212',
    steps: 30,
    version: 'Fooocus v2.5.5',
  };
  const robot = {
    source: 'fooocus',
    prompt: 'a robot',
    negativePrompt: 'ugly',
    steps: 30,
    sampler: { name: 'dpmpp_2m_sde_gpu karras', id: null },
    guidanceScale: 4,
    seed: Number(8877464832416529212n & 0xffffffffn),
    width: 1152,
    height: 896,
    model: { name: 'juggernautXL_v8Rundiffusion', hash: 'aeb7e9e689' },
  };

  it('is read from its own scheme in PNG', () => {
    expect(settingsOf(pngWithTexts({ parameters: JSON.stringify(scheme), fooocus_scheme: 'fooocus' }))).toMatchObject(
      robot,
    );
  });

  it('is read from EXIF, where Pillow leaves the tags in the main directory as ASCII', () => {
    const exif = tiff([
      [0x0131, 2, Buffer.from('Fooocus v2.5.5\0')],
      [0x927c, 2, Buffer.from('fooocus\0')],
      [0x9286, 2, Buffer.from(`${JSON.stringify(scheme)}\0`)],
    ]);
    expect(settingsOf(jpegWithExif(exif))).toMatchObject(robot);
    expect(settingsOf(webpWithExif(exif))).toMatchObject(robot);
  });

  it("is read from A1111's form, with the prompt as it was typed", () => {
    const parameters =
      'cinematic still a robot, intricate\nNegative prompt: ugly, blurry\n' +
      'Steps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 5, Size: 1152x896, CFG scale: 4, Sharpness: 2, ' +
      'ADM Guidance: "(1.5, 0.8, 0.3)", Model: juggernautXL_v8Rundiffusion, Model hash: aeb7e9e689, Performance: Speed, ' +
      'Scheduler: karras, VAE: Default (model), Raw prompt: a robot, Raw negative prompt: ugly, Version: Fooocus v2.5.5';
    expect(settingsOf(pngWithTexts({ parameters, fooocus_scheme: 'a1111' }))).toMatchObject({
      ...robot,
      seed: 5,
      sampler: { name: 'DPM++ 2M SDE Karras', id: null },
    });
  });

  it('is read from the plain comment of older versions, and not taken for it in others', () => {
    const old = {
      prompt: 'a robot',
      negative_prompt: 'ugly',
      steps: 30,
      cfg: 4,
      width: 1152,
      height: 896,
      seed: 5,
      base_model: 'm.safetensors',
      sampler: 'euler',
    };
    const expected = { source: 'fooocus', prompt: 'a robot', guidanceScale: 4, width: 1152, model: { name: 'm' } };
    expect(settingsOf(pngWithTexts({ Comment: JSON.stringify(old) }))).toMatchObject(expected);
    expect(settingsOf(jpegWithSegment(0xfe, Buffer.from(JSON.stringify(old))))).toMatchObject(expected);
    expect(settingsOf(pngWithTexts({ Comment: '{"prompt":"1girl","uc":"lowres","steps":28}' }))).toBeNull();
  });
});

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
    expect(settings?.prompt.startsWith('<img src=x onerror=alert(1)>xx')).toBe(true);
    expect(settings).toMatchObject({
      negativePrompt: '',
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
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    for (const text of [
      `{"positive_prompt":${deep},"model":${deep},"seed":${deep}}`,
      `{"3":{"class_type":"KSampler","inputs":{"positive":${deep},"seed":${deep}}},"nodes":${deep},"links":[${deep}]}`,
      `{"prompt":"x","base_model":${deep},"resolution":${deep}}`,
      `{"nodes":[{"type":"KSampler","id":${deep},"mode":${deep},"widgets_values":[${deep}]}],"links":[[1,${deep},0]]}`,
    ]) {
      for (const keyword of ['invokeai_metadata', 'sd-metadata', 'prompt', 'workflow', 'parameters', 'Comment'])
        expect(() => settingsOf(pngWithTexts({ [keyword]: text }))).not.toThrow();
    }
  });
});
