import { parseParameters, rawFromParameters } from '../a1111';
import { anyField, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings, type RawSettings } from '../importedSettings';

/** Names differ between the scheme and the log's labels. */
const PROMPT = ['prompt', 'Prompt'];
const MODEL = ['base_model', 'Base Model', 'base_model_name'];

/**
 * Fooocus writes its settings as JSON (scheme "fooocus", and the plain comment of older versions and forks). Others write JSON
 * with a prompt, too; a base model beside it is its own word.
 */
export function readFooocus(json: ForeignObject): ImportedSettings | null {
  const [prompt, model] = [anyField(json, PROMPT), anyField(json, MODEL)];
  return prompt === undefined || model === undefined ? null : readJson(json);
}

/** The same in A1111's form with its own additions (scheme "a1111"). */
export function readFooocusParameters(parameters: string): ImportedSettings | null {
  const read = parseParameters(parameters);
  if (!read) return null;
  const raw = rawFromParameters(read);
  return toImportedSettings('fooocus', {
    ...raw,
    // What the person typed, before styles and expansion were added to it.
    prompt: read.settings.get('Raw prompt') ?? raw.prompt,
    negativePrompt: read.settings.get('Raw negative prompt') ?? raw.negativePrompt,
  });
}

function readJson(json: ForeignObject): ImportedSettings {
  const resolution = anyField(json, ['resolution', 'Resolution']);
  const size = typeof resolution === 'string' ? /(\d{1,6})\D{1,5}(\d{1,6})/.exec(resolution) : null;
  const sampler = anyField(json, ['sampler', 'Sampler', 'sampler_name']);
  const scheduler = anyField(json, ['scheduler', 'Scheduler']);
  const raw: RawSettings = {
    prompt: anyField(json, PROMPT),
    negativePrompt: anyField(json, ['negative_prompt', 'Negative Prompt']),
    steps: anyField(json, ['steps', 'Steps']),
    sampler: typeof sampler === 'string' && typeof scheduler === 'string' ? `${sampler} ${scheduler}` : sampler,
    guidanceScale: anyField(json, ['guidance_scale', 'Guidance Scale', 'cfg']),
    seed: anyField(json, ['seed', 'Seed']),
    width: size?.[1] ?? anyField(json, ['width']),
    height: size?.[2] ?? anyField(json, ['height']),
    modelName: anyField(json, MODEL),
    modelHash: anyField(json, ['base_model_hash']),
    strength: anyField(json, ['denoising_strength', 'Denoising Strength', 'denoise']),
  };
  return toImportedSettings('fooocus', raw);
}
