import { onDeletedElsewhere } from '../storage/deleteAllData';
import { useBackground } from './background';
import { useLayout } from '../shell/layout';
import { PERSISTENCE } from '../shell/persistence';
import { usePresets } from './presets';
import { usePromptStyles } from './promptStyles';

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

/** Follows the other tabs; `onDeleted` is called when one of them has deleted everything. Returns the way to stop. */
export function followOtherTabs(onDeleted: () => void): () => void {
  const changed = ({ key, newValue }: StorageEvent) => {
    // Gone: everything was deleted, and this tab is told in another way.
    if (newValue === null) return;
    void SHARED.find((slice) => slice.key === key)?.store.persist.rehydrate();
  };
  addEventListener('storage', changed);
  const stop = onDeletedElsewhere(onDeleted);
  return () => {
    removeEventListener('storage', changed);
    stop();
  };
}
