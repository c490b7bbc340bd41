import type { Variation } from '../protocol/generationRequest';
import type { PictureSettings, SettingsSource } from '../protocol/pictureSettings';
import { samplerName } from './samplerNames';

/** The tools whose settings are read, by the names that people know. */
export const TOOLS: Record<SettingsSource, string> = {
  outpane: 'Outpane',
  a1111: 'Stable Diffusion web UI',
  comfyui: 'ComfyUI',
  invokeai: 'InvokeAI',
  fooocus: 'Fooocus',
  swarmui: 'SwarmUI',
  novelai: 'NovelAI',
  easydiffusion: 'Easy Diffusion',
  drawthings: 'Draw Things',
};

/** Noise near a seed's own: where it comes from and how far it goes. */
export const variationText = ({ seed, strength }: Variation) => `seed ${seed}, strength ${Number(strength.toFixed(2))}`;

/** What a picture's settings say besides its prompt and size, as name and value; what they don't say is left out. */
export function settingsFacts(settings: PictureSettings): [string, string][] {
  const { negativePrompt, seed, variation, steps, guidanceScale, sampler, strength, model, source } = settings;
  const facts: [string, string | number | null][] = [
    ['Negative prompt', negativePrompt],
    ['Seed', seed],
    ['Variation', variation ? variationText(variation) : null],
    ['Steps', steps],
    ['Guidance scale', guidanceScale],
    ['Sampler', sampler && samplerName(sampler.id ?? sampler.name)],
    ['Strength', strength],
    ['Model', source === 'outpane' && model.hash !== null ? `${model.name}, revision ${model.hash}` : model.name],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)]]));
}
