import { field, isObject, parseForeignObject, type ForeignObject } from '../foreignJson';
import { toImportedSettings, type ImportedSettings } from '../importedSettings';

/** Most characters of a scene whose captions are read; the site takes six. */
const MAX_CHARACTERS = 20;

/**
 * NovelAI: the settings as JSON in `Comment`, prompt and model in `Description` and `Source` beside it. All of them stand in
 * one JSON where they are hidden in the pixels or in EXIF's comment.
 */
export function readNovelAi(json: ForeignObject, fields: ReadonlyMap<string, string>): ImportedSettings | null {
  const comment = field(json, 'Comment');
  const inner = typeof comment === 'string' ? parseForeignObject(comment) : isObject(comment) ? comment : null;
  const beside = (name: string) => (inner ? field(json, name) : fields.get(name));
  return readComment(inner ?? json, beside('Description'), beside('Source'));
}

function readComment(json: ForeignObject, description: unknown, model: unknown): ImportedSettings | null {
  if (field(json, 'uc') === undefined || field(json, 'scale') === undefined) return null;
  if (field(json, 'sampler') === undefined || field(json, 'steps') === undefined) return null;
  const sampler = field(json, 'sampler');
  const schedule = field(json, 'noise_schedule');
  const request = field(json, 'request_type');
  return toImportedSettings('novelai', {
    prompt: withCharacters(field(json, 'prompt') ?? description, field(json, 'v4_prompt')),
    negativePrompt: withCharacters(field(json, 'uc'), field(json, 'v4_negative_prompt')),
    steps: field(json, 'steps'),
    sampler: typeof sampler === 'string' && typeof schedule === 'string' ? `${sampler} ${schedule}` : sampler,
    guidanceScale: field(json, 'scale'),
    seed: field(json, 'seed'),
    width: field(json, 'width'),
    height: field(json, 'height'),
    modelName: model,
    // A picture from words alone has a strength, too, which nothing used.
    strength: typeof request === 'string' && /img2img|infill/i.test(request) ? field(json, 'strength') : undefined,
  });
}

/** From version 4 on each character of a scene has a caption of its own. */
function withCharacters(prompt: unknown, captions: unknown): unknown {
  const caption = field(captions, 'caption');
  const base = prompt ?? field(caption, 'base_caption');
  const list = field(caption, 'char_captions');
  const characters = (Array.isArray(list) ? list.slice(0, MAX_CHARACTERS) : [])
    .map((one: unknown) => field(one, 'char_caption'))
    .filter((text) => typeof text === 'string' && text.trim() !== '');
  return typeof base === 'string' && characters.length > 0 ? [base, ...characters].join('\n') : base;
}
