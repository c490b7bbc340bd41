import { describe, expect, it } from 'vitest';
import { BOTTLE, COMFY } from '../testing/comfyBottle';
import { pngWithTexts } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

/** The graph with other nodes in the place of those of the same id. */
const changed = (nodes: Record<string, { class_type: string; inputs: object }>) =>
  settingsOf(pngWithTexts({ prompt: JSON.stringify({ ...COMFY, ...nodes }) }));
const sampler = (inputs: object, type = 'KSampler') => ({
  class_type: type,
  inputs: { ...COMFY['3'].inputs, ...inputs },
});
const encoder = (text: unknown) => ({ class_type: 'CLIPTextEncode', inputs: { text, clip: ['4', 1] } });
const string = (value: string) => ({ class_type: 'PrimitiveString', inputs: { value } });

describe("ComfyUI's prompts", () => {
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
      prompt: null,
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
});
