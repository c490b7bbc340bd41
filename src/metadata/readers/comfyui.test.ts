import { describe, expect, it } from 'vitest';
import { pngWithTexts, tiff, webpWithExif } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

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

  /** The graph with other nodes in the place of those of the same id. */
  const changed = (nodes: Record<string, { class_type: string; inputs: object }>) =>
    settingsOf(pngWithTexts({ prompt: JSON.stringify({ ...COMFY, ...nodes }) }));
  const sampler = (inputs: object, type = 'KSampler') => ({
    class_type: type,
    inputs: { ...COMFY['3'].inputs, ...inputs },
  });
  const encoder = (text: unknown) => ({ class_type: 'CLIPTextEncode', inputs: { text, clip: ['4', 1] } });
  const string = (value: string) => ({ class_type: 'PrimitiveString', inputs: { value } });

  it.each<[string, { class_type: string; inputs: object }, string]>([
    [
      'Text Concatenate',
      {
        class_type: 'Text Concatenate',
        inputs: { text_b: 'a hat', text_a: ['41', 0], text_c: '', delimiter: ', ', clean_whitespace: 'true' },
      },
      'an owl, a hat',
    ],
    [
      'CR Text Concatenate',
      { class_type: 'CR Text Concatenate', inputs: { text1: ['41', 0], text2: 'with a hat', separator: '' } },
      ' an owl with a hat',
    ],
    [
      'JoinStringMulti',
      {
        class_type: 'JoinStringMulti',
        inputs: { inputcount: 3, string_1: 'a', string_3: 'c', string_2: 'b', delimiter: '\\n' },
      },
      'a\nb\nc',
    ],
    [
      'Any Switch of texts',
      { class_type: 'Any Switch (rgthree)', inputs: { any_02: ['41', 0], any_03: 'x' } },
      'an owl',
    ],
    [
      'a switch that says which',
      { class_type: 'CR Text Input Switch', inputs: { text1: 'a', text2: 'b', Input: 2 } },
      'b',
    ],
    [
      'a switch between yes and no',
      { class_type: 'Switch any [Crystools]', inputs: { on_true: 'a', on_false: 'b', boolean: false } },
      'b',
    ],
    [
      'a styler with both prompts',
      { class_type: 'SDXLPromptStyler', inputs: { text_positive: 'an owl', text_negative: 'no', style: 'base' } },
      'an owl',
    ],
  ])('follows texts through %s', (_, node, text) => {
    const settings = changed({ '6': encoder(['40', 0]), '40': node, '41': string(' an owl ') });
    expect(settings).toMatchObject({ ...BOTTLE, prompt: text.trim(), warnings: [] });
  });

  it('follows conditionings through switches and wildcards', () => {
    const wildcard = { wildcard_text: '__owl__', populated_text: 'a snowy owl', mode: 'populate', clip: ['4', 1] };
    const settings = changed({
      '3': sampler({ positive: ['40', 0], negative: ['42', 0] }),
      '40': { class_type: 'Any Switch (rgthree)', inputs: { any_01: ['41', 2], any_02: ['6', 0] } },
      '41': { class_type: 'ImpactWildcardEncode', inputs: { ...wildcard, model: ['4', 0] } },
      '42': { class_type: 'ImpactSwitch', inputs: { select: 2, input1: ['6', 0], input2: ['7', 0] } },
    });
    expect(settings).toMatchObject({ ...BOTTLE, prompt: 'a snowy owl', warnings: [] });
  });

  it('takes prompts and model out of a pipe', () => {
    const { model: _model, positive: _positive, negative: _negative, ...rest } = COMFY['3'].inputs;
    const pipe = { model: ['10', 0], clip: ['4', 1], vae: ['4', 2], positive: ['6', 0], negative: ['7', 0] };
    const inPipe = { '40': { class_type: 'ToBasicPipe', inputs: pipe } };
    const basic = { class_type: 'ImpactKSamplerBasicPipe', inputs: { ...rest, basic_pipe: ['40', 0] } };
    expect(changed({ ...inPipe, '3': basic })).toMatchObject({ ...BOTTLE, warnings: [] });
    const out = { '41': { class_type: 'FromBasicPipe', inputs: { basic_pipe: ['40', 0] } } };
    const plain = sampler({ model: ['41', 0], positive: ['41', 3], negative: ['41', 4] });
    expect(changed({ ...inPipe, ...out, '3': plain })).toMatchObject({ ...BOTTLE, warnings: [] });
  });

  it('reads a loader that holds prompts and size, too', () => {
    const loader = {
      ckpt_name: 'v1-5-pruned-emaonly.safetensors',
      positive: ['41', 0],
      negative: 'text, watermark',
      empty_latent_width: 512,
      empty_latent_height: 768,
      batch_size: 1,
    };
    const links = { model: ['40', 0], positive: ['40', 1], negative: ['40', 2], latent_image: ['40', 3] };
    const settings = changed({
      '3': sampler(links, 'KSampler (Efficient)'),
      '40': { class_type: 'Efficient Loader', inputs: loader },
      '41': string(BOTTLE.prompt),
    });
    expect(settings).toMatchObject({ ...BOTTLE, warnings: [] });
  });

  it('says so where a node is unknown, and where there is no prompt', () => {
    const unknown = { class_type: 'LLM Writer', inputs: { idea: 'an owl', temperature: 1 } };
    expect(changed({ '6': encoder(['40', 0]), '40': unknown })).toMatchObject({
      prompt: '',
      warnings: [
        'The prompt was not found in this workflow.',
        'A part of the prompt may be missing or wrong: it comes from nodes unknown here (LLM Writer).',
      ],
    });
    const lists = { class_type: 'Word Mill', inputs: { text_a: 'an owl', text_b: 'a hat' } };
    expect(changed({ '6': encoder(['40', 0]), '40': lists })).toMatchObject({
      prompt: 'an owl a hat',
      warnings: [expect.stringContaining('(Word Mill)')],
    });
    expect(changed({ '3': sampler({ positive: ['99', 0] }) })?.warnings).toEqual([
      'The prompt was not found in this workflow.',
    ]);
    expect(changed({ '6': encoder('') })?.warnings).toEqual([]);
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
