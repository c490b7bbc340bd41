import type { KeyboardEvent } from 'react';
import { chosenPictures, deleteWithUndo, select, toggleFavourites, useGallery } from '../../library/gallery';
import { shortcutKey } from '../../platform/keys';
import {
  choose,
  chooseAll,
  chooseNone,
  extend,
  neighbour,
  toggle,
  type Selection,
} from '../../library/gallerySelection';

/** What the keys mean where the focus is in the grid. True when the key was one of its own. */
export function onTileKey(event: KeyboardEvent, columns: number, page: number): boolean {
  const mod = event.ctrlKey || event.metaKey;
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page,
    PageDown: page,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[event.key];
  if (step !== undefined) {
    move(step, event.shiftKey, mod);
    return true;
  }
  const { selection } = useGallery.getState();
  const { current } = selection;
  switch (shortcutKey(event.nativeEvent)) {
    case 'a':
      if (!mod) return false;
      select(chooseAll);
      return true;
    case ' ':
      if (current !== null) select((old) => toggle(old, current));
      return true;
    case 'Enter':
      if (current !== null) useGallery.setState({ open: current });
      return true;
    case 'Escape':
      if (selection.chosen.size === 0) return false;
      select(chooseNone);
      return true;
    case 'Delete':
    case 'Backspace':
      void deleteWithUndo(chosenPictures());
      return true;
    case 'f':
      if (mod) return false;
      void toggleFavourites(chosenPictures());
      return true;
    default:
      return false;
  }
}

/** The arrows choose as they go; with Shift they extend, with Ctrl they only walk. */
function move(step: number, extending: boolean, walking: boolean): void {
  select((selection, ids) => {
    const id = target(selection, ids, step);
    if (id === null) return selection;
    if (extending) return extend(selection, ids, id, false);
    return walking ? { ...selection, current: id } : choose(id);
  });
}

function target(selection: Selection, ids: readonly string[], step: number): string | null {
  if (step === -Infinity) return ids[0] ?? null;
  if (step === Infinity) return ids.at(-1) ?? null;
  return neighbour(selection, ids, step);
}
