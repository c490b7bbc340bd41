import { create } from 'zustand';
import { toOutpaneError } from '../protocol/errors';
import type { PictureMeta } from '../storage/pictureMeta';
import { deleteMarkedPictures, updatePictures } from '../storage/pictures';
import { filterPictures, NO_FILTER, type GalleryFilter } from './galleryFilter';
import { chooseNone, keepTo, NOTHING_CHOSEN, type Selection } from './gallerySelection';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { useResults } from './results';

interface GalleryStore {
  filter: GalleryFilter;
  /** The results that pass the filter, newest first. */
  shown: readonly PictureMeta[];
  selection: Selection;
  /** Picture that is seen alone and large. */
  open: string | null;
  /** Two pictures that are compared. */
  compared: readonly [string, string] | null;
}

export const useGallery = create<GalleryStore>(() => ({
  filter: NO_FILTER,
  shown: [],
  selection: NOTHING_CHOSEN,
  open: null,
  compared: null,
}));

const idsOf = (pictures: readonly PictureMeta[]) => pictures.map(({ id }) => id);

/** Shows what passes the filter now, and lets go of chosen pictures that are not shown any more. */
function refresh(filter: GalleryFilter): void {
  const { shown: before, selection } = useGallery.getState();
  const shown = filterPictures(useResults.getState().pictures, filter, Date.now());
  useGallery.setState({ filter, shown, selection: keepTo(selection, idsOf(before), idsOf(shown)) });
}

/** Follows the results as long as the gallery is on the page. Returns the way to stop. */
export function followResults(): () => void {
  refresh(useGallery.getState().filter);
  return useResults.subscribe(({ pictures }, { pictures: before }) => {
    if (pictures !== before) refresh(useGallery.getState().filter);
  });
}

export function setFilter(change: Partial<GalleryFilter>): void {
  refresh({ ...useGallery.getState().filter, ...change });
}

export function select(change: (selection: Selection, ids: readonly string[]) => Selection): void {
  const { selection, shown } = useGallery.getState();
  useGallery.setState({ selection: change(selection, idsOf(shown)) });
}

/** The chosen pictures in the order they are shown. */
export function chosenPictures(): PictureMeta[] {
  const { shown, selection } = useGallery.getState();
  return selection.chosen.size === 0 ? [] : shown.filter(({ id }) => selection.chosen.has(id));
}

/** "1 picture", "1,204 pictures". */
export function countPictures(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'picture' : 'pictures'}`;
}

async function stored(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
    return false;
  }
}

/** All are favourites afterwards, or none where all were. The list follows by itself (results.ts). */
export async function toggleFavourites(pictures: readonly PictureMeta[]): Promise<void> {
  const favourite = !pictures.every((meta) => meta.favourite);
  const changed = pictures.filter((meta) => meta.favourite !== favourite);
  await stored(updatePictures(idsOf(changed), { favourite }));
}

/** Takes pictures out of the list, with a notice that brings them back; when it has gone, they are deleted for good. */
export async function deleteWithUndo(pictures: readonly PictureMeta[]): Promise<void> {
  if (pictures.length === 0) return;
  const ids = idsOf(pictures);
  select(chooseNone);
  if (!(await stored(updatePictures(ids, { deletedAt: Date.now() })))) return;
  notify(`${countPictures(pictures.length)} deleted.`, {
    undo: () => void stored(updatePictures(ids, { deletedAt: null })),
    onGone: () => void stored(deleteMarkedPictures(ids)),
  });
}
