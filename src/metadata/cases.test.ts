import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { copyTexts } from './copyTexts';
import { readPicture } from './picture';
import { readPictureTexts } from './pictureTexts';
import { tinyPng } from './testing/pictures';
import { settingsOf, valueOf } from './testing/reading';

/** Situations that people reported of other programs, in files of our own. */
const file = (name: string) => new Uint8Array(readFileSync(new URL(`./testing/cases/${name}`, import.meta.url)));

const FOX = 'a red fox in snow';
const GERMAN_FOX = 'ein roter Fuchs im Schnee, 雪の中の狐, лиса';
const FOX_IN_A_TOOL = { prompt: FOX, steps: 22, seed: 77, width: 512, height: 768 };

describe('pictures that were read wrongly once', () => {
  it.each<[string, string, object]>([
    [
      'A1111 in one line',
      'm01a_single_line.png',
      {
        source: 'a1111',
        prompt: 'a red fox in snow, soft light',
        negativePrompt: 'blurry, low quality',
        seed: 4242,
        guidanceScale: 6.5,
        steps: 20,
        warnings: [],
      },
    ],
    [
      'A1111 in one line without a negative prompt',
      'm01c_single_line_noneg.png',
      { source: 'a1111', prompt: 'a red fox in snow, soft light', negativePrompt: '', seed: 4242, guidanceScale: 6.5 },
    ],
    ['UTF-8 behind UNICODE', 'm02_comment_utf8_in_II.jpg', { source: 'a1111', prompt: GERMAN_FOX, seed: 4242 }],
    ['a charset in words', 'm04_charset_prefix.jpg', { source: 'a1111', prompt: GERMAN_FOX, seed: 4242 }],
    [
      'settings without a prompt',
      'm07_no_prompt.png',
      { source: 'a1111', prompt: null, negativePrompt: null, steps: 20, seed: 4242 },
    ],
    ['A1111 in an AVIF', 'm15_a1111.avif', { source: 'a1111', prompt: 'a red fox', seed: 4242 }],
    [
      'ComfyUI in the EXIF comment',
      'm16b_civitai_comfy_usercomment.jpg',
      {
        source: 'comfyui',
        ...FOX_IN_A_TOOL,
        negativePrompt: 'blurry',
        guidanceScale: 5.5,
        model: { name: 'paperboat_v2' },
      },
    ],
    [
      'a workflow with its sampler in a subgraph',
      'm17g_subgraph_workflow_only.png',
      {
        source: 'comfyui',
        ...FOX_IN_A_TOOL,
        negativePrompt: 'blurry',
        guidanceScale: 5.5,
        model: { name: 'paperboat_v2' },
      },
    ],
    [
      'Easy Diffusion',
      'm17h_prompt_is_plain_and_workflow.png',
      {
        source: 'easydiffusion',
        ...FOX_IN_A_TOOL,
        negativePrompt: 'blurry',
        guidanceScale: 5.5,
        sampler: { name: 'euler', id: 'flow-euler' },
        model: { name: 'paperboat_v2' },
      },
    ],
    [
      'SwarmUI',
      'm18b_swarm_compact.png',
      {
        source: 'swarmui',
        ...FOX_IN_A_TOOL,
        prompt: '(red:1.3) fox, subject: fox, mood: calm, light: soft, "quoted"',
        negativePrompt: 'blurry',
        guidanceScale: 5.5,
      },
    ],
    [
      'NovelAI',
      'm19_nai.png',
      {
        source: 'novelai',
        prompt: '1girl, artist:nobody, year 2023, style: flat, {{red fox}}',
        negativePrompt: 'blurry',
        steps: 28,
        guidanceScale: 5,
        seed: 77,
        width: 832,
        height: 1216,
        model: { name: 'NovelAI Diffusion V3' },
      },
    ],
    [
      'Draw Things',
      'm21_drawthings.png',
      {
        source: 'drawthings',
        ...FOX_IN_A_TOOL,
        negativePrompt: 'blurry',
        guidanceScale: 5.5,
        model: { name: 'paperboat_v2' },
      },
    ],
  ])('%s: %s', (_, name, expected) => {
    expect(settingsOf(file(name))).toMatchObject(expected);
  });

  it.each(['m12f_phone_comment.jpg', 'm12i_scanner.jpg'])('%s is no picture of a tool', (name) => {
    expect(settingsOf(file(name))).toBeNull();
    const copied = valueOf(readPictureTexts(valueOf(copyTexts(file(name), tinyPng()))));
    expect(copied.fields.has('parameters')).toBe(false);
    expect(copied.fields.get('Comment')).toMatch(/filter|scan/);
  });

  it('an AVIF says its size, and its texts go with its pixels', () => {
    const avif = file('m15_a1111.avif');
    expect(valueOf(readPicture(avif))).toMatchObject({
      container: 'avif',
      size: { width: 64, height: 64 },
      orientation: 1,
    });
    const copied = valueOf(copyTexts(avif, tinyPng()));
    expect(valueOf(readPictureTexts(copied)).fields.get('parameters')).toMatch(/^a red fox\nNegative prompt: blurry/);
    expect(settingsOf(copied)).toEqual(settingsOf(avif));
  });

  it('a graph out of a comment goes where ComfyUI looks for it', () => {
    const copied = valueOf(copyTexts(file('m16b_civitai_comfy_usercomment.jpg'), tinyPng()));
    expect([...valueOf(readPictureTexts(copied)).fields.keys()]).toEqual(['prompt']);
  });
});
