import { describe, expect, it } from 'vitest';
import { jpegWithExif, jpegWithSegment, pngWithTexts, tiff, webpWithExif } from '../testing/pictures';
import { settingsOf } from '../testing/reading';

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
