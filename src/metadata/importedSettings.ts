import { settingsOfRequest, type PictureSettings, type SettingsSource } from '../protocol/pictureSettings';
import type { GenerationRequest, Variation } from '../protocol/generationRequest';
import { clampTo, RANGES, type Range } from '../protocol/ranges';
import { readSeed } from '../protocol/seed';
import { samplerIdOf } from './foreignSamplers';

/** What a picture says about how it was made, whichever tool wrote it. Checked and cut to what a request may hold. */
export interface ImportedSettings extends PictureSettings {
  /** The complete request where the picture is our own. */
  request: GenerationRequest | null;
}

/** The same before it was looked at: numbers may be texts, anything may be anything; a prompt that is no text is not said. */
export interface RawSettings {
  prompt?: unknown;
  negativePrompt?: unknown;
  steps?: unknown;
  sampler?: unknown;
  guidanceScale?: unknown;
  seed?: unknown;
  variationSeed?: unknown;
  variationStrength?: unknown;
  width?: unknown;
  height?: unknown;
  modelName?: unknown;
  modelHash?: unknown;
  strength?: unknown;
  warnings?: string[];
}

const SHARE: Range = { min: 0, max: 1 };
const NUMBER = /^\s*[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})(e[+-]?\d{1,3})?\s*$/i;

/** Settings of another tool, every value checked. */
export function toImportedSettings(source: SettingsSource, raw: RawSettings): ImportedSettings {
  const warnings = [...(raw.warnings ?? [])];
  const text = (name: string, value: unknown, max: number) => cleanText(name, value, max, warnings);
  const prompt = (name: string, value: unknown) =>
    typeof value === 'string' ? text(name, value, RANGES.prompt.max) : null;
  const number = (name: string, value: unknown, range: Range) => cleanNumber(name, value, range, warnings);
  const whole = (name: string, value: unknown, range: Range) => cleanNumber(name, value, range, warnings, Math.round);
  const sampler = text('Sampler', raw.sampler, 60);
  return {
    source,
    prompt: prompt('Prompt', raw.prompt),
    negativePrompt: prompt('Negative prompt', raw.negativePrompt),
    steps: whole('Steps', raw.steps, RANGES.steps),
    sampler: sampler ? { name: sampler, id: samplerIdOf(sampler) } : null,
    guidanceScale: number('Guidance', raw.guidanceScale, RANGES.guidanceScale),
    seed: cleanSeed(raw.seed, warnings),
    variation: cleanVariation(raw, warnings),
    width: whole('Width', raw.width, RANGES.side),
    height: whole('Height', raw.height, RANGES.side),
    model: {
      name: fileStem(text('Model', raw.modelName, 200)) || null,
      hash: text('Model hash', raw.modelHash, 100) || null,
    },
    strength: number('Strength', raw.strength, SHARE),
    request: null,
    warnings,
  };
}

/** Our own request in the common form, with itself. */
export const ownSettings = (request: GenerationRequest): ImportedSettings => ({
  ...settingsOfRequest(request),
  request,
});

/** Plain text: Unix line ends, no control characters but tab and newline, at most `max` characters. */
function cleanText(name: string, value: unknown, max: number, warnings: string[]): string {
  if (typeof value !== 'string') return '';
  const text = withoutControls(value).trim();
  if (text.length <= max) return text;
  warnings.push(`${name} was longer than ${max} characters and is cut.`);
  return text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

/** The text without control characters other than tab and newline, with Unix line ends. */
export function withoutControls(text: string): string {
  // eslint wants no control characters in patterns, so the two ranges are spelled as properties: Cc is exactly U+0000-1F, U+7F-9F.
  return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]+/gu, '');
}

function cleanNumber(
  name: string,
  value: unknown,
  range: Range,
  warnings: string[],
  round = (number: number) => number,
): number | null {
  const number = toNumber(value);
  if (number === null) return null;
  const fitted = clampTo(range, round(number));
  if (fitted !== number) warnings.push(`${name} ${shorten(number)} is not possible here; it becomes ${fitted}.`);
  return fitted;
}

const shorten = (number: number) => String(Number(number.toPrecision(6)));

/** A finite number from a number or from a text that is nothing but one, else null. */
export function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** By the rule for all seeds; -1, which means "any" in other tools, says none. */
function cleanSeed(value: unknown, warnings: string[]): number | null {
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '') return null;
  const read = readSeed(value);
  if (read.kind !== 'seed') {
    warnings.push('The seed is not a whole number from 0 up and is left out.');
    return null;
  }
  if (read.note !== null) warnings.push(read.note);
  return read.seed;
}

/** Only a whole one: a seed without a strength, or of strength 0, changes nothing. */
function cleanVariation(raw: RawSettings, warnings: string[]): Variation | undefined {
  const strength = cleanNumber('Variation strength', raw.variationStrength, SHARE, warnings);
  const seed = strength === null || strength === 0 ? null : cleanSeed(raw.variationSeed, warnings);
  return strength === null || seed === null ? undefined : { seed, strength };
}

/** "folder/name.safetensors" -> "name": other machines' folders say nothing here. */
function fileStem(name: string): string {
  const base = /\.(safetensors|ckpt|sft|gguf|pth?|onnx|bin)$/i.test(name) ? name.replace(/^.*[\\/]/s, '') : name;
  return base.replace(/\.(safetensors|ckpt|sft|gguf|pth?|onnx|bin)$/i, '');
}
