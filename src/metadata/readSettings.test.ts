import { describe, expect, it } from 'vitest';
import { copyTexts } from './copyTexts';
import { COMFY, BOTTLE } from './testing/comfyBottle';
import { FOX, PARAMETERS_OF_A_FOX } from './testing/foxes';
import { heif } from './testing/heifPictures';
import {
  jpegWithExif,
  jpegWithSegment,
  piexifComment,
  pngChunk,
  pngWith,
  pngWithTexts,
  tiff,
  tinyPng,
  webpWithExif,
  type TiffEntry,
} from './testing/pictures';
import { settingsOf, valueOf } from './testing/reading';

const SWARM = {
  sui_image_params: {
    ...{ prompt: 'a fox, mood: calm', negativeprompt: '', seed: 77, steps: 22, cfgscale: 5.5, width: 512, height: 768 },
    ...{ sampler: 'euler', scheduler: 'karras', model: 'OfficialStableDiffusion/paperboat_v2' },
  },
};
const EASY = {
  ...{ prompt: 'a fox', negative_prompt: '', seed: 77, num_inference_steps: 22, guidance_scale: 5.5, width: 512 },
  ...{ height: 768, sampler_name: 'heun', use_stable_diffusion_model: '/home/me/models/paperboat_v2.safetensors' },
};
const EASY_LABELS = {
  ...{ Prompt: 'a fox', 'Negative Prompt': '', Seed: 77, Steps: 22, 'Guidance Scale': 5.5, Width: 512, Height: 768 },
  ...{ Sampler: 'heun', 'Stable Diffusion model': 'paperboat_v2' },
};
const DRAW_THINGS = {
  ...{ c: 'a fox', uc: 'blurry', steps: 22, seed: 77, scale: 5.5, size: '512x768', sampler: 'Euler A Trailing' },
  ...{ model: 'paperboat_v2_f16.ckpt', strength: 0.6 },
};
const NOVELAI_COMMENT = {
  ...{ prompt: 'a fox', uc: 'blurry', steps: 22, seed: 77, scale: 5.5, width: 512, height: 768, sampler: 'k_euler' },
  ...{ noise_schedule: 'karras', strength: 0.7, request_type: 'PromptGenerateRequest' },
};
const NOVELAI = {
  ...{ Title: 'AI generated image', Description: 'a fox', Software: 'NovelAI', Source: 'NovelAI Diffusion V3' },
  Comment: JSON.stringify(NOVELAI_COMMENT),
};
const FOOOCUS = {
  prompt: 'a fox',
  negative_prompt: '',
  base_model: 'paperboat_v2',
  seed: '77',
  steps: 22,
  sampler: 'euler',
};
const INVOKE = { generation_mode: 'txt2img', positive_prompt: 'a fox', negative_prompt: '', seed: 77, steps: 22 };
const WORKFLOW = {
  nodes: [{ id: 1, type: 'KSampler', inputs: [], widgets_values: [77, 'fixed', 22, 5.5, 'euler', 'normal', 1] }],
  links: [],
};
const MADE = { prompt: 'a fox', seed: 77, steps: 22, width: 512, height: 768, guidanceScale: 5.5 };

/** Each tool's text with what is read of it. */
const TEXTS: [string, string, object][] = [
  ['A1111', PARAMETERS_OF_A_FOX, FOX],
  ['ComfyUI prompt', JSON.stringify(COMFY), BOTTLE],
  ['ComfyUI workflow', JSON.stringify(WORKFLOW), { source: 'comfyui', seed: 77, steps: 22, prompt: null }],
  ['ComfyUI prompt and workflow in one', JSON.stringify({ prompt: COMFY, workflow: WORKFLOW }), BOTTLE],
  ['ComfyUI prompt as text in JSON', JSON.stringify({ prompt: JSON.stringify(COMFY), workflow: '' }), BOTTLE],
  ['SwarmUI', JSON.stringify(SWARM), { source: 'swarmui', ...MADE, prompt: 'a fox, mood: calm', negativePrompt: '' }],
  ['Easy Diffusion', JSON.stringify(EASY), { source: 'easydiffusion', ...MADE, model: { name: 'paperboat_v2' } }],
  ['Easy Diffusion, labels', JSON.stringify(EASY_LABELS), { source: 'easydiffusion', ...MADE }],
  [
    'Draw Things',
    JSON.stringify(DRAW_THINGS),
    { source: 'drawthings', ...MADE, strength: 0.6, negativePrompt: 'blurry' },
  ],
  ['NovelAI comment', JSON.stringify(NOVELAI_COMMENT), { source: 'novelai', ...MADE, strength: null }],
  ['NovelAI', JSON.stringify(NOVELAI), { source: 'novelai', ...MADE, model: { name: 'NovelAI Diffusion V3' } }],
  ['Fooocus', JSON.stringify(FOOOCUS), { source: 'fooocus', prompt: 'a fox', seed: 77 }],
  ['InvokeAI', JSON.stringify(INVOKE), { source: 'invokeai', prompt: 'a fox', negativePrompt: '', seed: 77 }],
];

const xmp = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replaceAll('\n', '&#xA;');
const element = (text: string) =>
  `<rdf:Description><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${xmp(text)}</rdf:li></rdf:Alt></exif:UserComment></rdf:Description>`;
const attribute = (text: string) => `<rdf:Description exif:UserComment="${xmp(text)}"/>`;
const description = (text: string) => `<dc:description>${xmp(text)}</dc:description>`;
const comment = (text: string): TiffEntry => [0x9286, 7, piexifComment(text)];
const inExif = (text: string) => tiff([], [comment(text)]);

/** Where such a text may stand. */
const PLACES: Record<string, (text: string) => Uint8Array> = {
  'PNG parameters': (text) => pngWithTexts({ parameters: text }),
  'PNG prompt': (text) => pngWithTexts({ prompt: text }),
  'PNG Comment': (text) => pngWithTexts({ Comment: text }),
  'PNG Description': (text) => pngWithTexts({ Description: text }),
  'PNG compressed': (text) => pngWithTexts({ parameters: text }, 'compressed iTXt'),
  'PNG EXIF': (text) => pngWith(pngChunk('eXIf', inExif(text))),
  'PNG XMP element': (text) => pngWithTexts({ 'XML:com.adobe.xmp': element(text) }, 'iTXt'),
  'PNG XMP attribute': (text) => pngWithTexts({ 'XML:com.adobe.xmp': attribute(text) }, 'iTXt'),
  'PNG XMP description': (text) => pngWithTexts({ 'XML:com.adobe.xmp': description(text) }, 'iTXt'),
  'JPEG EXIF comment': (text) => jpegWithExif(inExif(text)),
  'JPEG EXIF description': (text) => jpegWithExif(tiff([[0x010e, 2, Buffer.from(`${text}\0`)]])),
  'JPEG EXIF comment of Windows': (text) => jpegWithExif(tiff([[0x9c9c, 7, Buffer.from(`${text}\0`, 'utf16le')]])),
  'JPEG comment': (text) => jpegWithSegment(0xfe, Buffer.from(text)),
  'JPEG XMP': (text) => jpegWithSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${element(text)}`)),
  'WebP EXIF comment': (text) => webpWithExif(inExif(text)),
  'AVIF EXIF comment': (text) =>
    heif({ items: [{ id: 2, type: 'Exif', content: '', bytes: Buffer.concat([Buffer.alloc(4), inExif(text)]) }] }),
};

describe.each(TEXTS)('%s', (_, text, expected) => {
  it.each(Object.entries(PLACES))('is read from %s', (_place, make) => {
    expect(settingsOf(make(text))).toMatchObject(expected);
  });

  it('is read again when it was copied into a PNG', () => {
    for (const make of Object.values(PLACES)) {
      expect(settingsOf(valueOf(copyTexts(make(text), tinyPng())))).toMatchObject(expected);
    }
  });
});

describe('what several tools wrote', () => {
  it('is read from the most exact one', () => {
    const texts = {
      prompt: JSON.stringify(COMFY),
      parameters: PARAMETERS_OF_A_FOX,
      Comment: JSON.stringify(NOVELAI_COMMENT),
    };
    expect(settingsOf(pngWithTexts(texts, 'iTXt'))?.source).toBe('novelai');
    expect(settingsOf(pngWithTexts({ ...texts, Comment: 'a walk' }, 'iTXt'))?.source).toBe('a1111');
    expect(settingsOf(pngWithTexts({ prompt: texts.prompt }))?.source).toBe('comfyui');
  });
});

describe("Easy Diffusion's keywords in a PNG", () => {
  it.each([EASY, EASY_LABELS])('are read as one', (values) => {
    const texts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
    expect(settingsOf(pngWithTexts(texts))).toMatchObject({
      source: 'easydiffusion',
      ...MADE,
      negativePrompt: '',
      sampler: { name: 'heun', id: 'flow-heun' },
      model: { name: 'paperboat_v2' },
    });
  });

  it('are nothing without a model or steps', () => {
    expect(settingsOf(pngWithTexts({ prompt: 'please pay at the counter', seed: '7', width: '64' }))).toBeNull();
  });
});

describe('NovelAI', () => {
  const read = (comment: object, more: Record<string, string> = {}) =>
    settingsOf(pngWithTexts({ ...more, Comment: JSON.stringify({ ...NOVELAI_COMMENT, ...comment }) }));

  it('keeps the prompt beside the comment in its first version', () => {
    expect(read({ prompt: undefined }, { Description: 'a fox, snow' })).toMatchObject({ prompt: 'a fox, snow' });
  });

  it('has captions for the characters of a scene', () => {
    const captions = (...texts: string[]) => ({
      caption: {
        base_caption: 'two foxes',
        char_captions: texts.map((char_caption) => ({ char_caption, centers: [] })),
      },
    });
    expect(
      read({ prompt: 'two foxes', v4_prompt: captions('red', '', 'white'), v4_negative_prompt: captions('dog') }),
    ).toMatchObject({ prompt: 'two foxes\nred\nwhite', negativePrompt: 'blurry\ndog' });
  });

  it('has a strength where it changed a picture', () => {
    expect(read({ request_type: 'Img2ImgRequest' })).toMatchObject({ strength: 0.7 });
  });
});

describe("Draw Things' description", () => {
  const packet = (text: string) => `<xmp:CreatorTool>Draw Things</xmp:CreatorTool>${description(text)}`;
  it.each([
    [
      'a fox\n-blurry\nSteps: 22, Sampler: Euler, Guidance Scale: 5.5, Seed: 77, Size: 512x768, Strength: 0.6',
      'blurry',
    ],
    ['a fox\nSteps: 22, Sampler: Euler, Guidance Scale: 5.5, Seed: 77, Size: 512x768, Strength: 0.6', ''],
  ])('is read where the comment is gone', (text, negativePrompt) => {
    expect(settingsOf(pngWithTexts({ 'XML:com.adobe.xmp': packet(text) }, 'iTXt'))).toMatchObject({
      source: 'drawthings',
      ...MADE,
      negativePrompt,
      strength: 0.6,
    });
  });
});

describe('SwarmUI', () => {
  const read = (params: object) =>
    settingsOf(
      pngWithTexts({
        parameters: JSON.stringify({ sui_image_params: { ...SWARM.sui_image_params, ...params } }, null, 2),
      }),
    );

  it('is read with line ends, variations and a picture to begin with', () => {
    expect(read({ variationseed: 5, variationseedstrength: 0.25 })).toMatchObject({
      variation: { seed: 5, strength: 0.25 },
    });
    expect(read({ initimagecreativity: 0.6 })).toMatchObject({ strength: null });
    expect(read({ initimagecreativity: 0.6, initimage: '...' })).toMatchObject({ strength: 0.6 });
  });
});
