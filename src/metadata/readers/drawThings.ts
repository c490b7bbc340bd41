import { parseParameters, rawFromParameters } from '../a1111';
import { field, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings } from '../importedSettings';

const SIZE = /^(\d{1,6})\s*x\s*(\d{1,6})$/;

/** Draw Things: JSON with short names in the EXIF comment, of which XMP has one, too. */
export function readDrawThings(json: ForeignObject): ImportedSettings | null {
  const size = field(json, 'size');
  if (typeof field(json, 'c') !== 'string' || typeof size !== 'string') return null;
  const [, width, height] = SIZE.exec(size) ?? [];
  return toImportedSettings('drawthings', {
    prompt: field(json, 'c'),
    negativePrompt: field(json, 'uc'),
    steps: field(json, 'steps'),
    sampler: field(json, 'sampler'),
    guidanceScale: field(json, 'scale'),
    seed: field(json, 'seed'),
    width,
    height,
    modelName: field(json, 'model'),
    strength: field(json, 'strength'),
  });
}

/** The same for people, in XMP's description: A1111's lines with the negative prompt in one that begins with "-". */
export function readDrawThingsText(text: string): ImportedSettings | null {
  const read = parseParameters(text);
  if (!read) return null;
  const at = read.prompt.search(/(?<![^\n])-/);
  return toImportedSettings('drawthings', {
    ...rawFromParameters(read),
    ...(at < 0 ? {} : { prompt: read.prompt.slice(0, at), negativePrompt: read.prompt.slice(at + 1) }),
    strength: read.settings.get('Strength'),
  });
}
