import { parseParameters, rawFromParameters } from '../a1111';
import { field, parseForeignObject, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings, type RawSettings } from '../importedSettings';

/** Fooocus writes its settings as JSON (scheme "fooocus") or in A1111's form with its own additions (scheme "a1111"). */
export function readFooocus(parameters: string, scheme: string | undefined): ImportedSettings | null {
  const json = parseForeignObject(parameters);
  if (json) return isFooocusJson(json) ? readFooocusJson(json) : null;
  if (scheme === undefined) return null;
  const read = parseParameters(parameters);
  if (!read) return null;
  return toImportedSettings('fooocus', {
    ...rawFromParameters(read),
    // What the person typed, before styles and expansion were added to it.
    prompt: read.settings.get('Raw prompt') ?? read.prompt,
    negativePrompt: read.settings.get('Raw negative prompt') ?? read.negativePrompt,
  });
}

/** The plain JSON comment of older versions and forks. */
export function readFooocusComment(comment: string): ImportedSettings | null {
  const json = parseForeignObject(comment);
  return json && isFooocusJson(json) ? readFooocusJson(json) : null;
}

/** Others write JSON with a prompt too (NovelAI, Easy Diffusion); a base model beside it is Fooocus's own word. */
function isFooocusJson(json: ForeignObject): boolean {
  return (
    any(json, 'prompt', 'Prompt') !== undefined &&
    any(json, 'base_model', 'Base Model', 'base_model_name') !== undefined
  );
}

function readFooocusJson(json: ForeignObject): ImportedSettings {
  const resolution = any(json, 'resolution', 'Resolution');
  const size = typeof resolution === 'string' ? /(\d{1,6})\D{1,5}(\d{1,6})/.exec(resolution) : null;
  const sampler = any(json, 'sampler', 'Sampler', 'sampler_name');
  const scheduler = any(json, 'scheduler', 'Scheduler');
  const raw: RawSettings = {
    prompt: any(json, 'prompt', 'Prompt'),
    negativePrompt: any(json, 'negative_prompt', 'Negative Prompt'),
    steps: any(json, 'steps', 'Steps'),
    sampler: typeof sampler === 'string' && typeof scheduler === 'string' ? `${sampler} ${scheduler}` : sampler,
    guidanceScale: any(json, 'guidance_scale', 'Guidance Scale', 'cfg'),
    seed: any(json, 'seed', 'Seed'),
    width: size?.[1] ?? any(json, 'width'),
    height: size?.[2] ?? any(json, 'height'),
    modelName: any(json, 'base_model', 'Base Model', 'base_model_name'),
    modelHash: any(json, 'base_model_hash'),
    strength: any(json, 'denoising_strength', 'Denoising Strength', 'denoise'),
  };
  return toImportedSettings('fooocus', raw);
}

/** The first of the names that is there; key names differ between the scheme and the log's labels. */
function any(json: ForeignObject, ...names: string[]): unknown {
  return names.map((name) => field(json, name)).find((value) => value !== undefined);
}
