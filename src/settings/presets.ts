import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { persisted } from '../shell/persistence';
import { newId } from '../platform/newId';
import { readSettings, useSettings, type Settings } from './settings';

/** What a preset keeps: how pictures are made, not what of. */
const KEPT = ['negativePrompt', 'steps', 'guidanceScale', 'sampler', 'width', 'height', 'pictures', 'style'] as const;

export type PresetSettings = Partial<Pick<Settings, (typeof KEPT)[number]>>;

export interface Preset {
  id: string;
  name: string;
  settings: PresetSettings;
}

interface PresetsStore {
  /** In the order of their names. */
  presets: Preset[];
}

// Before the store: it reads what was kept while it is made.
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
const rawSchema = v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)), name, settings: v.unknown() });

export const usePresets = create<PresetsStore>()(
  persist<PresetsStore, [], [], PresetsStore>(
    () => ({ presets: [] }),
    persisted<PresetsStore, PresetsStore>('presets', ({ presets }) => ({ presets }), readPresets),
  ),
);

export function readPresets(kept: unknown): Partial<PresetsStore> {
  const { presets } = (kept ?? {}) as Record<string, unknown>;
  if (!Array.isArray(presets)) return {};
  const sound = presets.flatMap((one): Preset[] => {
    const parsed = v.safeParse(rawSchema, one);
    return parsed.success ? [{ ...parsed.output, settings: pick(readSettings(parsed.output.settings)) }] : [];
  });
  return { presets: sorted(sound) };
}

function sorted(presets: Preset[]): Preset[] {
  return presets.sort((a, b) => a.name.localeCompare(b.name));
}

function pick(settings: Partial<Settings>): PresetSettings {
  return Object.fromEntries(KEPT.flatMap((key) => (settings[key] === undefined ? [] : [[key, settings[key]]])));
}

/** Keeps the present settings under a name; one of the same name takes them over. False where the name is empty or too long. */
export function savePreset(wanted: string): boolean {
  const parsed = v.safeParse(name, wanted);
  if (!parsed.success) return false;
  const { presets } = usePresets.getState();
  const old = presets.find((preset) => preset.name.toLowerCase() === parsed.output.toLowerCase());
  const preset = { id: old?.id ?? newId(), name: parsed.output, settings: pick(useSettings.getState()) };
  usePresets.setState({ presets: sorted([...presets.filter((one) => one !== old), preset]) });
  return true;
}

/** Sets what the preset keeps; prompt and seed stay. */
export function applyPreset({ settings }: Preset): void {
  useSettings.getState().set(settings);
}

/** Whether the settings are those of the preset. */
export function isPresetSet({ settings }: Preset, now: Settings): boolean {
  return KEPT.every((key) => settings[key] === undefined || settings[key] === now[key]);
}

/** Takes a preset away. Returns the way back. */
export function deletePreset(id: string): () => void {
  const { presets } = usePresets.getState();
  usePresets.setState({ presets: presets.filter((preset) => preset.id !== id) });
  return () => usePresets.setState({ presets });
}

/** Adds those of a backup to the ones that are here, which stay as they are. */
export function addPresets(more: readonly Preset[]): void {
  usePresets.setState(({ presets }) => {
    const here = new Set(presets.map(({ id }) => id));
    return { presets: sorted([...presets, ...more.filter(({ id }) => !here.has(id))]) };
  });
}
