import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ModelCard } from '../models/modelCard';
import { MAX_SEED, variationSchema, type GenerationRequest } from '../protocol/generationRequest';
import { clampTo, RANGES, type Range } from '../protocol/ranges';
import { STARTER } from '../protocol/starter';
import { persistedFields, readFields } from '../shell/persistence';
import { findStyle, inStyle } from './promptStyles';
import { fitSize } from './sizes';

const number = v.pipe(v.number(), v.finite());
const integer = v.pipe(number, v.integer());
/** What another version could do becomes what comes nearest to it. */
const within = (range: Range, schema: typeof number | typeof integer = integer) =>
  v.pipe(
    schema,
    v.transform((value) => clampTo(range, value)),
  );
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** One schema a key, so that one bad value costs only itself. */
const fields = {
  prompt: text(RANGES.prompt.max),
  negativePrompt: text(RANGES.prompt.max),
  seed: v.pipe(integer, v.minValue(0), v.maxValue(MAX_SEED)),
  /** Noise near the seed's own; null = the seed's own. */
  variation: v.nullable(variationSchema),
  randomSeed: v.boolean(),
  steps: within(RANGES.steps),
  guidanceScale: within(RANGES.guidanceScale, number),
  sampler: v.pipe(text(60), v.minLength(1)),
  width: within(RANGES.side),
  height: within(RANGES.side),
  pictures: within(RANGES.pictures),
  /** Id of a prompt style (promptStyles.ts), or '' for none. */
  style: text(60),
  previews: v.boolean(),
  backend: v.picklist(['auto', 'webgpu', 'wasm']),
};

/** What the person has set for the next picture, in the ranges of what can be asked for. */
export type Settings = { [K in keyof typeof fields]: v.InferOutput<(typeof fields)[K]> };

/** Those of the starter's card, for a first visit. */
export const defaultSettings = (): Settings => ({
  prompt: '',
  negativePrompt: '',
  seed: randomSeed(),
  variation: null,
  randomSeed: true,
  ...STARTER.defaults,
  width: STARTER.size.native,
  height: STARTER.size.native,
  pictures: 1,
  style: '',
  previews: true,
  backend: 'auto',
});

interface SettingsState extends Settings {
  set(change: Partial<Settings>): void;
}

export const useSettings = create<SettingsState>()(
  persist<SettingsState, [], [], Settings>(
    (set) => ({ ...defaultSettings(), set: (change) => set((now) => withSoundVariation(now, change)) }),
    persistedFields<SettingsState, Settings>('settings', ({ set: _set, ...settings }) => settings, readField),
  ),
);

/** A variation belongs to its seed: another one, or a new one for each picture, ends it. */
function withSoundVariation(now: Settings, change: Partial<Settings>): Partial<Settings> {
  const isOtherSeed = change.randomSeed === true || (change.seed !== undefined && change.seed !== now.seed);
  return isOtherSeed && change.variation === undefined ? { ...change, variation: null } : change;
}

/** Sound settings of anything that was kept, and what can't be read of it. */
export const readStoredSettings = (kept: unknown) => readFields<Settings>(kept, readField);

export const readSettings = (kept: unknown): Partial<Settings> => readStoredSettings(kept).known;

function readField(name: string, value: unknown): unknown {
  if (!Object.hasOwn(fields, name)) return undefined;
  const parsed = v.safeParse(fields[name as keyof typeof fields], value);
  return parsed.success ? parsed.output : undefined;
}

/** 32 bits: enough that no two are alike, short enough to read out, and what other tools draw, too. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** The prompt in the chosen style's words: what the model reads, and what the request carries. */
export function styledPrompt({ prompt, style }: Pick<Settings, 'prompt' | 'style'>): string {
  const template = style === '' ? undefined : findStyle(style)?.template;
  return template === undefined ? prompt.trim() : inStyle(prompt, template).slice(0, RANGES.prompt.max);
}

/**
 * The request that the settings make with this model. Sizes and the sampler are brought to what the model can do;
 * a seed so high that counting it up would leave the range makes room for the pictures after it.
 */
export function toRequest(settings: Settings, card: ModelCard): GenerationRequest {
  const { variation } = settings;
  const highest = MAX_SEED - (settings.pictures - 1);
  return {
    version: 1,
    mode: 'textToImage',
    model: { id: card.id, revision: card.revision },
    prompt: styledPrompt(settings),
    negativePrompt: card.abilities.negativePrompt ? settings.negativePrompt.trim() : '',
    seed: Math.min(settings.seed, highest),
    steps: settings.steps,
    guidanceScale: settings.guidanceScale,
    sampler: card.samplers.includes(settings.sampler) ? settings.sampler : card.defaults.sampler,
    ...fitSize(settings, card.size),
    pictures: settings.pictures,
    ...(variation ? { variation: { ...variation, seed: Math.min(variation.seed, highest) } } : {}),
  };
}
