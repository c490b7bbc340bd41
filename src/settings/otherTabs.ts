import { onDeletionElsewhere, type OtherTab } from '../storage/stopOtherTabs';
import { useBackground } from './background';
import { useLayout } from '../shell/layout';
import { PERSISTENCE } from '../shell/persistence';
import { usePresets } from './presets';
import { usePromptStyles } from './promptStyles';
import { useSettings } from './settings';

/**
 * What holds for the person, not for one tab: a change in another tab is taken over at once, so that a tab never writes an
 * older state over a newer one. The next picture's settings are each tab's own.
 */
const SHARED = [
  { key: PERSISTENCE.layout.key, store: useLayout },
  { key: PERSISTENCE.background.key, store: useBackground },
  { key: PERSISTENCE.presets.key, store: usePresets },
  { key: PERSISTENCE.styles.key, store: usePromptStyles },
];

/** Follows the other tabs; `deletion` is what to do while one of them deletes everything. Returns the way to stop. */
export function followOtherTabs(deletion: OtherTab): () => void {
  const changed = ({ key, newValue }: StorageEvent) => {
    // Gone: everything was deleted, and this tab is told in another way.
    if (newValue === null) return;
    void SHARED.find((slice) => slice.key === key)?.store.persist.rehydrate();
  };
  addEventListener('storage', changed);
  const stop = onDeletionElsewhere(deletion);
  return () => {
    removeEventListener('storage', changed);
    stop();
  };
}

/** Settings are kept no more: what is stored is about to be deleted. */
export function stopKeepingSettings(): void {
  const storage = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  for (const store of [useSettings, ...SHARED.map((slice) => slice.store)]) {
    store.persist.setOptions({ storage });
  }
}
