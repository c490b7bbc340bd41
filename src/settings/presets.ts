import * as v from 'valibot';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { newId } from '../platform/newId';
import { persisted, withUnread } from '../shell/persistence';
import { readStoredSettings, useSettings, type Settings } from './settings';

/** What a preset keeps: how pictures are made, not what of. */
const KEPT = ['negativePrompt', 'steps', 'guidanceScale', 'sampler', 'width', 'height', 'pictures', 'style'] as const;

export type PresetSettings = Partial<Pick<Settings, (typeof KEPT)[number]>>;

export interface Preset {
  id: string;
  name: string;
  settings: PresetSettings;
  /** Settings in it that this version can't read, as they were kept. */
  rest?: Record<string, unknown>;
}

interface PresetsStore {
  /** In the order of their names. */
  presets: Preset[];
  /** Kept presets that this version can't read, as they are. */
  unread: unknown[];
}

// Before the store: it reads what was kept while it is made.
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
const rawSchema = v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(60)), name, settings: v.unknown() });

export const usePresets = create<PresetsStore>()(
  persist<PresetsStore, [], [], { presets: unknown[] }>(
    () => ({ presets: [], unread: [] }),
    persisted<PresetsStore, { presets: unknown[] }>('presets', writtenPresets, readPresets),
  ),
);

export function readPresets(kept: unknown): Partial<PresetsStore> {
  const { presets } = (kept ?? {}) as Record<string, unknown>;
  if (!Array.isArray(presets)) return {};
  const sound: Preset[] = [];
  const unread: unknown[] = [];
  for (const one of presets as unknown[]) {
    const parsed = v.safeParse(rawSchema, one);
    if (parsed.success) sound.push(toPreset(parsed.output));
    else unread.push(one);
  }
  return { presets: sorted(sound), unread };
}

function toPreset({ id, name, settings }: v.InferOutput<typeof rawSchema>): Preset {
  const { known, rest } = readStoredSettings(settings);
  return { id, name, settings: pick(known), ...(Object.keys(rest).length > 0 && { rest }) };
}

/** As they are kept: what can't be read goes on as it was. */
function writtenPresets({ presets, unread }: PresetsStore): { presets: unknown[] } {
  const written = presets.map(({ rest, settings, ...preset }) => ({ ...preset, settings: { ...rest, ...settings } }));
  return { presets: [...written, ...unread] };
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

/** Takes a preset away. Returns the way back, which leaves alone what has been saved since. */
export function deletePreset(id: string): () => void {
  const gone = usePresets.getState().presets.find((preset) => preset.id === id);
  usePresets.setState(({ presets }) => ({ presets: presets.filter((preset) => preset.id !== id) }));
  return () => {
    if (gone) addPresets([{ ...gone, name: freeName(gone.name) }]);
  };
}

/** The name, or with a number where another preset has it now. */
function freeName(wanted: string): string {
  const taken = new Set(usePresets.getState().presets.map((preset) => preset.name.toLowerCase()));
  let free = wanted;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${wanted.slice(0, 50)} ${n}`;
  return free;
}

/** Adds those of a backup to the ones that are here, which stay as they are. */
export function addPresets(more: readonly Preset[], moreUnread: readonly unknown[] = []): void {
  usePresets.setState(({ presets, unread }) => {
    const here = new Set(presets.map(({ id }) => id));
    return {
      presets: sorted([...presets, ...more.filter(({ id }) => !here.has(id))]),
      unread: withUnread(unread, moreUnread),
    };
  });
}
