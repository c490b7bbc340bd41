import { field, isObject, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings } from '../importedSettings';

/** `invokeai_metadata`, from version 3 on: flat JSON, the model an object whose field names changed over time. */
export function readInvokeAi(json: ForeignObject): ImportedSettings | null {
  if (field(json, 'positive_prompt') === undefined && field(json, 'generation_mode') === undefined) return null;
  const model = field(json, 'model');
  return toImportedSettings('invokeai', {
    prompt: field(json, 'positive_prompt'),
    negativePrompt: field(json, 'negative_prompt'),
    steps: field(json, 'steps'),
    sampler: field(json, 'scheduler'),
    guidanceScale: field(json, 'cfg_scale'),
    seed: field(json, 'seed'),
    width: field(json, 'width'),
    height: field(json, 'height'),
    modelName: isObject(model) ? (field(model, 'name') ?? field(model, 'model_name')) : model,
    modelHash: field(model, 'hash'),
    strength: field(json, 'strength'),
  });
}

/** `sd-metadata` of version 2: the picture's settings in `image`, the prompt a text or a list of weighted ones. */
export function readInvokeAi2(json: ForeignObject): ImportedSettings | null {
  const image = field(json, 'image');
  const prompt = field(image, 'prompt');
  if (!isObject(image) || prompt === undefined) return null;
  const texts = (Array.isArray(prompt) ? prompt.slice(0, 100) : [prompt]).map((part: unknown) =>
    isObject(part) ? field(part, 'prompt') : part,
  );
  return toImportedSettings('invokeai', {
    ...splitNegative(texts.filter((part) => typeof part === 'string').join(' ')),
    steps: field(image, 'steps'),
    sampler: field(image, 'sampler'),
    guidanceScale: field(image, 'cfg_scale'),
    seed: field(image, 'seed'),
    width: field(image, 'width'),
    height: field(image, 'height'),
    modelName: field(json, 'model_weights') ?? field(json, 'model'),
    modelHash: field(json, 'model_hash'),
    strength: field(image, 'strength'),
  });
}

/** `Dream` of version 1: the command line, `"a prompt [what not]" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms`. */
export function readDream(text: string): ImportedSettings | null {
  const line = text.trim();
  const quoteEnd = line.startsWith('"') ? line.lastIndexOf('"') : -1;
  const switchesAt = quoteEnd > 0 ? quoteEnd + 1 : line.search(/\s-[sSWHCAfbnm]\s?[\w.]/);
  if (switchesAt < 0) return null;
  const switches = new Map<string, string>();
  for (const [, name = '', value = ''] of line
    .slice(switchesAt, switchesAt + 2000)
    .matchAll(/\s-([sSWHCAmf])\s*(\S{1,60})/g))
    if (!switches.has(name)) switches.set(name, value);
  if (switches.size < 2) return null;
  return toImportedSettings('invokeai', {
    ...splitNegative(quoteEnd > 0 ? line.slice(1, quoteEnd) : line.slice(0, switchesAt)),
    steps: switches.get('s'),
    sampler: switches.get('A') ?? switches.get('m'),
    guidanceScale: switches.get('C'),
    seed: switches.get('S'),
    width: switches.get('W'),
    height: switches.get('H'),
    strength: switches.get('f'),
  });
}

/** Until version 2 the negative words stand in [brackets] inside the prompt. */
function splitNegative(text: string): { prompt: string; negativePrompt: string } {
  const negative: string[] = [];
  const prompt: string[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('[', at);
    const close = open < 0 ? -1 : text.indexOf(']', open);
    if (close < 0) break;
    prompt.push(text.slice(at, open));
    negative.push(text.slice(open + 1, close).trim());
    at = close + 1;
  }
  prompt.push(text.slice(at));
  return { prompt: prompt.join('').trim(), negativePrompt: negative.join(', ') };
}
