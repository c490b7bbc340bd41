import { field, isObject, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings } from '../importedSettings';

/** SwarmUI: JSON with all that was asked for in `sui_image_params`, under A1111's keyword or in EXIF's comment. */
export function readSwarmUi(json: ForeignObject): ImportedSettings | null {
  const params = field(json, 'sui_image_params');
  if (!isObject(params)) return null;
  const sampler = field(params, 'sampler');
  const scheduler = field(params, 'scheduler');
  return toImportedSettings('swarmui', {
    prompt: field(params, 'prompt'),
    negativePrompt: field(params, 'negativeprompt'),
    steps: field(params, 'steps'),
    sampler: typeof sampler === 'string' && typeof scheduler === 'string' ? `${sampler} ${scheduler}` : sampler,
    guidanceScale: field(params, 'cfgscale'),
    seed: field(params, 'seed'),
    variationSeed: field(params, 'variationseed'),
    variationStrength: field(params, 'variationseedstrength'),
    width: field(params, 'width'),
    height: field(params, 'height'),
    modelName: field(params, 'model'),
    // Without a picture to begin with, the value that stands there anyway says nothing.
    strength: field(params, 'initimage') === undefined ? undefined : field(params, 'initimagecreativity'),
  });
}
