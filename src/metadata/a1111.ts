import type { PictureSettings } from '../protocol/pictureSettings';
import { toImportedSettings, withoutControls, type ImportedSettings, type RawSettings } from './importedSettings';
import { samplerNameOf } from './foreignSamplers';

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
  const negative = withoutControls(negativePrompt ?? '').trim();
  return [
    withoutControls(prompt ?? '').trim(),
    ...(negative === '' ? [] : [`${NEGATIVE} ${negative}`]),
    line.join(', '),
  ].join('\n');
}

const revisionHash = (revision: string) => (/^[0-9a-f]{8,64}$/.test(revision) ? revision.slice(0, 10) : undefined);

function quote(value: string | number): string {
  const text = withoutControls(String(value));
  return /[,:\n"]/.test(text) ? JSON.stringify(text) : text;
}

/** What every tool of the kind writes. Other comments have names with values, too, but not these names with such values. */
const TELLING = new Map([
  ['Steps', /^\d{1,6}$/],
  ['Sampler', /^[\p{L}_]/u],
  ['CFG scale', /^\d{1,4}(\.\d*)?$/],
  ['Seed', /^-?\d{1,40}$/],
]);
const SIZE = /^(\d{1,6})\s*x\s*(\d{1,6})$/;
/** What a line of settings may begin with where it says no steps. */
const FIRST = /^\s*(Sampler|CFG scale|Seed|Size|Model|Model hash|Denoising strength)\s*:/i;
/** A beginning of settings: in a line of its own, and anywhere. */
const LINE = /(?<![^\n])[^\S\n]*Steps:[^\S\n]*\d+[^\S\n]*(?=[,\n]|$)/gi;
const INLINE = /(?<=[\s.,;:!?)\]}>"'])Steps:[^\S\n]*\d+[^\S\n]*(?=[,\n]|$)/gi;
/** Most places that are looked at as the beginning of the settings, from the end. */
const MAX_TRIED = 10;

/** Whether these are settings of this format: two values that tell, or a seed or guidance beside a size. */
function areSettings(settings: ReadonlyMap<string, string>): boolean {
  const value = valuesByName(settings);
  const telling = [...TELLING].filter(([name, pattern]) => pattern.test(value(name) ?? '')).map(([name]) => name);
  if (telling.length >= 2) return true;
  return (telling.includes('Seed') || telling.includes('CFG scale')) && SIZE.test(value('Size') ?? '');
}

/** Values by name, however the tool capitalizes it. */
function valuesByName(settings: ReadonlyMap<string, string>): (name: string) => string | undefined {
  const values = new Map([...settings].reverse().map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name.toLowerCase());
}

/** JSON of other tools, which has names and values, too, and maybe this format's text in one of them. */
const isJson = (text: string) => /^\s*(\[\s*)?\{\s*"[^"]{0,200}"\s*:/.test(text) && /[}\]]$/.test(text.trimEnd());

/**
 * Reads a `parameters` text, or null where nothing in it looks like one. The settings begin at the last line that starts with
 * "Steps: <number>" and says what only settings say, else they are such a last line without steps; so a prompt may speak of
 * steps. Where no line is one, all may stand in a line: some that hand pictures on take the line ends out.
 */
export function parseParameters(text: string): Parameters | null {
  if (isJson(text)) return null;
  const plain = withoutControls(text).trim();
  const start = startOfLine(plain) ?? startInline(plain);
  const words = plain.slice(0, start?.at);
  const negativeAt = words.search(start?.isInline ? /Negative prompt:/i : /(?<![^\n])[^\S\n]*Negative prompt:/i);
  if (!start && negativeAt < 0) return null;
  return {
    prompt: (negativeAt < 0 ? words : words.slice(0, negativeAt)).trim(),
    negativePrompt: negativeAt < 0 ? '' : words.slice(negativeAt).trimStart().slice(NEGATIVE.length).trim(),
    settings: start ? settingsFrom(plain, start.at) : new Map(),
  };
}

/** The settings in all lines from a place on: extensions add lines of their own. */
const settingsFrom = (text: string, at: number, max = MAX_SETTINGS) =>
  parseSettings(text.slice(at, at + max).replaceAll('\n', ', '));

/** Whether settings begin at a place: what tells stands at their beginning. */
const beginsSettings = (text: string, at: number) => areSettings(settingsFrom(text, at, 2000));

interface Start {
  at: number;
  isInline: boolean;
}

function startOfLine(text: string): Start | null {
  const at = lastPlaces(text, LINE).find((place) => beginsSettings(text, place));
  if (at !== undefined) return { at, isInline: false };
  const last = text.lastIndexOf('\n') + 1;
  return FIRST.test(text.slice(last, last + 200)) && beginsSettings(text, last) ? { at: last, isInline: false } : null;
}

function startInline(text: string): Start | null {
  // What stands in quotes is the value of a setting.
  const isQuoted = (place: number) => {
    const quotes =
      text
        .slice(place, place + MAX_SETTINGS)
        .replace(/\\./g, '')
        .split('"').length - 1;
    return quotes % 2 === 1;
  };
  const places = lastPlaces(text, INLINE).filter((place) => beginsSettings(text, place));
  const at = places.find((place) => !isQuoted(place)) ?? places[0];
  return at === undefined ? null : { at, isInline: true };
}

/** Where the last matches begin, from the end. */
function lastPlaces(text: string, pattern: RegExp): number[] {
  const places: number[] = [];
  for (const { index } of text.matchAll(pattern)) {
    places.push(index);
    if (places.length > 2 * MAX_TRIED) places.splice(0, MAX_TRIED);
  }
  return places.slice(-MAX_TRIED).reverse();
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

/** The settings line's values under our names. This format has no words for an empty prompt, only for no negative one beside it. */
export function rawFromParameters({ prompt, negativePrompt, settings }: Parameters): RawSettings {
  const value = valuesByName(settings);
  const size = SIZE.exec(value('Size') ?? '');
  const schedule = value('Schedule type');
  const sampler = value('Sampler');
  return {
    prompt: prompt || undefined,
    negativePrompt: negativePrompt || (prompt === '' ? undefined : ''),
    steps: value('Steps'),
    sampler: sampler && schedule && schedule !== 'Automatic' ? `${sampler} ${schedule}` : sampler,
    guidanceScale: value('CFG scale') ?? value('Guidance scale'),
    seed: value('Seed'),
    variationSeed: value('Variation seed'),
    variationStrength: value('Variation seed strength'),
    width: size?.[1],
    height: size?.[2],
    modelName: value('Model'),
    modelHash: value('Model hash'),
    strength: value('Denoising strength'),
  };
}
