import type { KeptSettings } from '../storage/archive';
import { useBackground } from '../settings/background';
import { useLayout } from '../shell/layout';
import { PERSISTENCE, writeSlice } from '../shell/persistence';
import { addPresets, readPresets } from '../settings/presets';
import { addStyles, readStyles } from '../settings/promptStyles';
import { useSettings } from '../settings/settings';

/** Slices that a backup's values replace; presets and styles are added to those that are here. */
const REPLACED = [
  { slice: 'settings', store: useSettings },
  { slice: 'layout', store: useLayout },
  { slice: 'background', store: useBackground },
] as const;

/** What localStorage has of us, by slice. Empty where it is refused. */
export function readKeptSettings(): KeptSettings {
  const kept: KeptSettings = {};
  for (const [slice, entry] of Object.entries(PERSISTENCE)) {
    if (entry.where !== 'local') continue;
    try {
      const value = localStorage.getItem(entry.key);
      if (value !== null) kept[slice] = value;
    } catch {
      return {};
    }
  }
  return kept;
}

/** Takes a backup's settings over. Each slice looks at its values as it does at every start; what is damaged is left out. */
export function restoreSettings(kept: KeptSettings): void {
  for (const { slice, store } of REPLACED) {
    const value = kept[slice];
    if (value === undefined || stateOf(value) === null) continue;
    try {
      writeSlice(slice, value);
    } catch {
      return;
    }
    void store.persist.rehydrate();
  }
  const presets = readPresets(stateOf(kept.presets));
  addPresets(presets.presets ?? [], presets.unread);
  const styles = readStyles(stateOf(kept.styles));
  addStyles(styles.own ?? [], styles.unread);
}

/** The state in what zustand has written, or null. */
function stateOf(value: string | undefined): unknown {
  try {
    const parsed: unknown = JSON.parse(value ?? 'null');
    return typeof parsed === 'object' && parsed !== null && 'state' in parsed ? parsed.state : null;
  } catch {
    return null;
  }
}
