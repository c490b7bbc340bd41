import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { ModelCard } from '../models/modelCard';
import { MAX_SEED, variationSchema, type GenerationRequest } from '../protocol/generationRequest';
import { persisted } from '../shell/persistence';
import { findStyle, inStyle } from './promptStyles';
import { fitSize } from './sizes';

const between = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const whole = (min: number, max: number) => v.pipe(between(min, max), v.integer());

/** One schema a key, so that one bad value costs only itself. */
const fields = {
  prompt: v.pipe(v.string(), v.maxLength(10_000)),
  negativePrompt: v.pipe(v.string(), v.maxLength(10_000)),
  seed: whole(0, MAX_SEED),
  /** Noise near the seed's own; null = the seed's own. */
  variation: v.nullable(variationSchema),
  randomSeed: v.boolean(),
  steps: whole(1, 50),
  guidanceScale: between(1, 15),
  sampler: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  width: whole(8, 4096),
  height: whole(8, 4096),
  pictures: whole(1, 4),
  /** Id of a prompt style (promptStyles.ts), or '' for none. */
  style: v.pipe(v.string(), v.maxLength(60)),
  previews: v.boolean(),
  backend: v.picklist(['auto', 'webgpu', 'wasm']),
};

/** What the person has set for the next picture. Ranges are those of GenerationRequest. */
export type Settings = { [K in keyof typeof fields]: v.InferOutput<(typeof fields)[K]> };

/** Those of the starter's card, for a first visit. */
export const defaultSettings = (): Settings => ({
  prompt: '',
  negativePrompt: '',
  seed: randomSeed(),
  variation: null,
  randomSeed: true,
  steps: 12,
  guidanceScale: 3,
  sampler: 'flow-euler',
  width: 256,
  height: 256,
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
    persisted<SettingsState, Settings>('settings', ({ set: _set, ...settings }) => settings, readSettings),
  ),
);

/** A variation belongs to its seed: another one, or a new one for each picture, ends it. */
function withSoundVariation(now: Settings, change: Partial<Settings>): Partial<Settings> {
  const isOtherSeed = change.randomSeed === true || (change.seed !== undefined && change.seed !== now.seed);
  return isOtherSeed && change.variation === undefined ? { ...change, variation: null } : change;
}

/** Sound settings of anything that was kept: what can't be read is left out. */
export function readSettings(kept: unknown): Partial<Settings> {
  if (typeof kept !== 'object' || kept === null) return {};
  const isField = (key: string): key is keyof Settings => Object.hasOwn(fields, key);
  return Object.fromEntries(Object.entries(kept).filter(([key, value]) => isField(key) && v.is(fields[key], value)));
}

/** 32 bits: enough that no two are alike, short enough to read out, and what other tools draw, too. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

/** The prompt in the chosen style's words: what the model reads, and what the request carries. */
export function styledPrompt({ prompt, style }: Pick<Settings, 'prompt' | 'style'>): string {
  const template = style === '' ? undefined : findStyle(style)?.template;
  return template === undefined ? prompt.trim() : inStyle(prompt, template).slice(0, 10_000);
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
