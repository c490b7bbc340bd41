import type { PictureSettings } from '../protocol/pictureSettings';
import { toImportedSettings, withoutControls, type ImportedSettings } from './importedSettings';
import { samplerNameOf } from './samplerNames';

/** The text that A1111 and its kin keep under the keyword `parameters`: prompt, negative prompt, one line of settings. */
export interface Parameters {
  prompt: string;
  negativePrompt: string;
  /** Name -> value as written, quotes undone; the first of equal names counts. */
  settings: Map<string, string>;
}

const NEGATIVE = 'Negative prompt:';
/** Longest settings line that is looked at, in characters; extensions write long ones. */
const MAX_SETTINGS = 100_000;

/** Writes settings as the `parameters` text, for other tools to read. What they don't say is left out. */
export function writeParameters(settings: PictureSettings): string {
  const { source, prompt, negativePrompt, sampler, width, height, model, variation } = settings;
  const values: [string, string | number | null | undefined][] = [
    ['Steps', settings.steps],
    // Our samplers have names of their own.
    ['Sampler', sampler && (source === 'outpane' ? samplerNameOf(sampler.name) : sampler.name)],
    ['CFG scale', settings.guidanceScale],
    ['Seed', settings.seed],
    ['Size', width === null || height === null ? null : `${width}x${height}`],
    ['Model hash', source === 'outpane' ? revisionHash(model.hash ?? '') : model.hash],
    ['Model', model.name],
    ['Denoising strength', settings.strength],
    ['Variation seed', variation?.seed],
    ['Variation seed strength', variation?.strength],
  ];
  const line = values.flatMap(([name, value]) => (value == null || value === '' ? [] : `${name}: ${quote(value)}`));
  const negative = withoutControls(negativePrompt).trim();
  return [
    withoutControls(prompt).trim(),
    ...(negative === '' ? [] : [`${NEGATIVE} ${negative}`]),
    line.join(', '),
  ].join('\n');
}

const revisionHash = (revision: string) => (/^[0-9a-f]{8,64}$/.test(revision) ? revision.slice(0, 10) : undefined);

function quote(value: string | number): string {
  const text = withoutControls(String(value));
  return /[,:\n"]/.test(text) ? JSON.stringify(text) : text;
}

/**
 * Reads a `parameters` text, or null where nothing in it looks like one. The settings are the last line that starts with
 * "Steps: <number>" and names at least two things more, else a last line that names three; so a prompt may speak of steps.
 */
export function parseParameters(text: string): Parameters | null {
  const lines = withoutControls(text).trim().split('\n');
  let at = lines.findLastIndex((line) => /^\s*Steps:\s*\d+\s*(,|$)/.test(line) && parseSettings(line).size >= 3);
  if (at < 0 && parseSettings(lines.at(-1) ?? '').size >= 3) at = lines.length - 1;
  if (at < 0 && !lines.some((line) => line.trimStart().startsWith(NEGATIVE))) return null;
  const words = at < 0 ? lines : lines.slice(0, at);
  const split = words.findIndex((line) => line.trimStart().startsWith(NEGATIVE));
  const negative = split < 0 ? '' : words.slice(split).join('\n').trimStart().slice(NEGATIVE.length);
  return {
    prompt: (split < 0 ? words : words.slice(0, split)).join('\n').trim(),
    negativePrompt: negative.trim(),
    settings: at < 0 ? new Map() : parseSettings(lines.slice(at).join(', ')),
  };
}

/** "Name: value, Name: "quoted, value"" -> map. One pass over the line, whatever it holds. */
export function parseSettings(line: string): Map<string, string> {
  const settings = new Map<string, string>();
  const end = Math.min(line.length, MAX_SETTINGS);
  let at = 0;
  let quotesLeft = true;
  while (at < end) {
    const comma = position(line, ',', at, end);
    const colon = position(line, ':', at, comma);
    if (colon === comma) {
      at = comma + 1;
      continue;
    }
    const name = line.slice(at, colon).trim();
    let start = colon + 1;
    while (start < end && line[start] === ' ') start++;
    const close = line[start] === '"' && quotesLeft ? closingQuote(line, start + 1, end) : -1;
    if (line[start] === '"' && close < 0) quotesLeft = false;
    const valueEnd = close < 0 ? position(line, ',', start, end) : close + 1;
    const value = close < 0 ? line.slice(start, valueEnd).trim() : unquote(line.slice(start, valueEnd));
    if (/^\w[\w \-/]{0,60}$/.test(name) && !settings.has(name)) settings.set(name, value);
    at = position(line, ',', valueEnd, end) + 1;
  }
  return settings;
}

function position(line: string, what: string, from: number, end: number): number {
  const at = line.slice(from, end).indexOf(what);
  return at < 0 ? end : from + at;
}

function closingQuote(line: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    if (line[i] === '\\') i++;
    else if (line[i] === '"') return i;
  }
  return -1;
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** The settings of an A1111 picture, or null where the text is something else. */
export function readA1111(text: string): ImportedSettings | null {
  const parameters = parseParameters(text);
  if (!parameters) return null;
  return toImportedSettings('a1111', rawFromParameters(parameters));
}

/** The settings line's values under our names. */
export function rawFromParameters({ prompt, negativePrompt, settings }: Parameters) {
  const size = /^(\d{1,6})\s*x\s*(\d{1,6})$/.exec(settings.get('Size') ?? '');
  const schedule = settings.get('Schedule type');
  const sampler = settings.get('Sampler');
  return {
    prompt,
    negativePrompt,
    steps: settings.get('Steps'),
    sampler: sampler && schedule && schedule !== 'Automatic' ? `${sampler} ${schedule}` : sampler,
    guidanceScale: settings.get('CFG scale'),
    seed: settings.get('Seed'),
    variationSeed: settings.get('Variation seed'),
    variationStrength: settings.get('Variation seed strength'),
    width: size?.[1],
    height: size?.[2],
    modelName: settings.get('Model'),
    modelHash: settings.get('Model hash'),
    strength: settings.get('Denoising strength'),
  };
}
