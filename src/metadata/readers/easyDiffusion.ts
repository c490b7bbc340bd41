import { anyField, field, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings } from '../importedSettings';

/** The names of a picture's values: as the program calls them, and as it shows them; it writes either, by its version. */
const NAMES = {
  prompt: ['prompt', 'Prompt'],
  negativePrompt: ['negative_prompt', 'Negative Prompt'],
  steps: ['num_inference_steps', 'Steps'],
  sampler: ['sampler_name', 'sampler', 'Sampler'],
  guidanceScale: ['guidance_scale', 'Guidance Scale'],
  seed: ['seed', 'Seed'],
  width: ['width', 'Width'],
  height: ['height', 'Height'],
  modelName: ['use_stable_diffusion_model', 'Stable Diffusion model'],
} as const;

/** Keywords of a PNG that the program uses: one for each value. */
export const EASY_DIFFUSION_KEYWORDS: readonly string[] = Object.values(NAMES).flat();

/** Easy Diffusion: each value under a keyword of its own in a PNG (`json` = all of them), JSON in EXIF's comment elsewhere. */
export function readEasyDiffusion(json: ForeignObject): ImportedSettings | null {
  const value = (name: keyof typeof NAMES) => anyField(json, NAMES[name]);
  if (value('prompt') === undefined) return null;
  if (value('modelName') === undefined && field(json, 'num_inference_steps') === undefined) return null;
  const model = value('modelName');
  return toImportedSettings('easydiffusion', {
    ...Object.fromEntries(Object.keys(NAMES).map((name) => [name, value(name as keyof typeof NAMES)])),
    modelName: typeof model === 'string' ? model.replace(/^.*[\\/]/s, '') : model,
  });
}
