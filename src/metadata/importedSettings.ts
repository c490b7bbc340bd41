import { settingsOfRequest, type PictureSettings, type SettingsSource } from '../protocol/pictureSettings';
import type { GenerationRequest, Variation } from '../protocol/generationRequest';
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

const MAX_PROMPT = 10_000;
const NUMBER = /^\s*[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})(e[+-]?\d{1,3})?\s*$/i;

/** Settings of another tool, every value checked. */
export function toImportedSettings(source: SettingsSource, raw: RawSettings): ImportedSettings {
  const warnings = [...(raw.warnings ?? [])];
  const text = (name: string, value: unknown, max: number) => cleanText(name, value, max, warnings);
  const prompt = (name: string, value: unknown) => (typeof value === 'string' ? text(name, value, MAX_PROMPT) : null);
  const number = (name: string, value: unknown, min: number, max: number, whole: boolean) =>
    cleanNumber(name, value, { min, max, whole }, warnings);
  const sampler = text('Sampler', raw.sampler, 60);
  return {
    source,
    prompt: prompt('Prompt', raw.prompt),
    negativePrompt: prompt('Negative prompt', raw.negativePrompt),
    steps: number('Steps', raw.steps, 1, 50, true),
    sampler: sampler ? { name: sampler, id: samplerIdOf(sampler) } : null,
    guidanceScale: number('Guidance', raw.guidanceScale, 1, 15, false),
    seed: cleanSeed(raw.seed, warnings),
    variation: cleanVariation(raw, warnings),
    width: number('Width', raw.width, 8, 4096, true),
    height: number('Height', raw.height, 8, 4096, true),
    model: {
      name: fileStem(text('Model', raw.modelName, 200)) || null,
      hash: text('Model hash', raw.modelHash, 100) || null,
    },
    strength: number('Strength', raw.strength, 0, 1, false),
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
  { min, max, whole }: { min: number; max: number; whole: boolean },
  warnings: string[],
): number | null {
  const number = toNumber(value);
  if (number === null) return null;
  const fitted = Math.min(max, Math.max(min, whole ? Math.round(number) : number));
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
  const strength = cleanNumber('Variation strength', raw.variationStrength, { min: 0, max: 1, whole: false }, warnings);
  const seed = strength === null || strength === 0 ? null : cleanSeed(raw.variationSeed, warnings);
  return strength === null || seed === null ? undefined : { seed, strength };
}

/** "folder/name.safetensors" -> "name": other machines' folders say nothing here. */
function fileStem(name: string): string {
  const base = /\.(safetensors|ckpt|sft|gguf|pth?|onnx|bin)$/i.test(name) ? name.replace(/^.*[\\/]/s, '') : name;
  return base.replace(/\.(safetensors|ckpt|sft|gguf|pth?|onnx|bin)$/i, '');
}
