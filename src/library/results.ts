import { create } from 'zustand';
import { toOutpaneError } from '../protocol/errors';
import type { FinishedPicture } from '../protocol/messages';
import type { PictureMeta } from '../storage/pictureMeta';
import {
  deleteMarkedPictures,
  deletePictures,
  newPictureId,
  pictureBatches,
  readPicture,
  readThumbnail,
  readThumbnails,
  savePicture,
  updatePictures,
  type PictureChange,
  type StoredPicture,
} from '../storage/pictures';
import { onPictureNews } from '../storage/pictureChanges';
import { encodeWithThumbnail } from './thumbnails';
import { engineInfo } from '../engineState/engine';
import { prepareSearch } from './galleryFilter';
import { withNews, withPictures } from './pictureList';
import { reportProblem } from '../shell/problem';
import { addUnreadPictures, followUnreadPictures } from './unreadPictures';

interface ResultsStore {
  /** Newest first. */
  pictures: PictureMeta[];
}

/** What is kept. Which of it lies on the table is the document's to say (openedResult.ts). */
export const useResults = create<ResultsStore>(() => ({ pictures: [] }));

/** Pictures that could not be kept: they live as long as the page. */
const unkept = new Map<string, StoredPicture>();

/** A deletion can be undone for some seconds; what an older page left half deleted is cleared away after this time. */
const UNDO_MS = 60_000;

/** Shows another list. */
function showList(change: (pictures: PictureMeta[]) => PictureMeta[]): void {
  useResults.setState(({ pictures }) => ({ pictures: change(pictures) }));
}

/**
 * Fills the list from storage, behind what this page has made meanwhile, and from then on follows what other tabs make,
 * change and delete. `onFirst` is called when the newest are there.
 */
export async function loadResults(onFirst: () => void = () => undefined): Promise<void> {
  onPictureNews((news) => showList((pictures) => withNews(pictures, news)));
  followUnreadPictures();
  const gone: string[] = [];
  let first = true;
  try {
    for await (const { pictures: batch, unread } of pictureBatches()) {
      addUnreadPictures(unread);
      gone.push(...batch.filter(({ deletedAt }) => deletedAt !== null && Date.now() - deletedAt > UNDO_MS).map(idOf));
      showList((pictures) => withPictures(pictures, batch));
      prepareSearch(batch);
      if (first) onFirst();
      first = false;
    }
    if (gone.length > 0) await deletePictures(gone);
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
}

const idOf = ({ id }: PictureMeta) => id;

/** Keeps a finished picture. When it can't be kept, it stays until the page closes, and the problem is reported. */
export async function addResult(
  { request, image, timings }: FinishedPicture,
  id = newPictureId(Date.now()),
): Promise<PictureMeta> {
  const encoded = await encodeWithThumbnail(image);
  const createdAt = Date.now();
  const info = engineInfo();
  const meta: PictureMeta = {
    id,
    createdAt,
    request,
    width: image.width,
    height: image.height,
    bytes: encoded.png.size,
    seconds: timings.total,
    engine: info && { backend: info.backend, adapter: info.adapter },
    favourite: false,
    deletedAt: null,
  };
  unkept.set(meta.id, { meta, ...encoded });
  try {
    await savePicture({ meta, ...encoded });
    unkept.delete(meta.id);
    // There was room for it: perhaps there is for those that had none.
    await keepTheRest().catch(() => undefined);
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
  showList((pictures) => withPictures(pictures, [meta]));
  return meta;
}

/** The PNG of a picture; undefined when another tab has deleted it. */
export async function readResult(id: string): Promise<Blob | undefined> {
  return unkept.get(id)?.png ?? (await readPicture(id));
}

export async function readResultThumbnail(id: string): Promise<Blob | undefined> {
  return unkept.get(id)?.thumbnail ?? (await readThumbnail(id));
}

/** Several at once, in the order of the ids. */
export async function readResultThumbnails(ids: string[]): Promise<(Blob | undefined)[]> {
  const kept = await readThumbnails(ids);
  return kept.map((thumbnail, i) => thumbnail ?? unkept.get(ids[i] ?? '')?.thumbnail);
}

export function toggleFavourite(id: string): Promise<void> {
  const meta = useResults.getState().pictures.find((one) => one.id === id);
  return meta ? toggleFavourites([meta]) : Promise.resolve();
}

/** All are favourites afterwards, or none where all were. */
export async function toggleFavourites(pictures: readonly PictureMeta[]): Promise<void> {
  const favourite = !pictures.every((meta) => meta.favourite);
  const changed = pictures.filter((meta) => meta.favourite !== favourite);
  await change(changed.map(idOf), { favourite });
}

/**
 * Changes what is known about pictures; the list follows. Those that could not be kept are changed as well as they can be: here.
 * Says whether it was done; what stood in the way is reported.
 */
async function change(ids: readonly string[], values: PictureChange): Promise<boolean> {
  const kept = ids.filter((id) => !unkept.has(id));
  if (kept.length > 0 && !(await stored(updatePictures(kept, values)))) return false;
  const here = ids.flatMap((id) => unkept.get(id) ?? []);
  const changed = here.map((picture) => ({ ...picture, meta: { ...picture.meta, ...values } }));
  for (const picture of changed) unkept.set(picture.meta.id, picture);
  const metas = changed.map(({ meta }) => meta);
  if (metas.length > 0) showList((pictures) => withPictures(pictures, metas));
  return true;
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

/** A deletion that can be taken back until it is finished. */
export interface Deletion {
  undo(): Promise<void>;
  /** Deletes for good; does nothing after `undo`. */
  finish(): Promise<void>;
}

/** Takes pictures out of the list. Resolves with null where that can't be; then it is reported. */
export async function deleteResults(pictures: readonly PictureMeta[]): Promise<Deletion | null> {
  const ids = pictures.map(idOf);
  if (!(await change(ids, { deletedAt: Date.now() }))) return null;
  let undone = false;
  return {
    undo: async () => {
      if (undone) return;
      undone = true;
      await change(ids, { deletedAt: null });
    },
    finish: async () => {
      if (!undone) await deleteForGood(ids, deleteMarkedPictures);
    },
  };
}

/** Deletes a picture whose place another one has taken, unless somebody has come to like it or it lies on the table. Never rejects. */
export async function giveWay(id: string, onTable: string | null): Promise<void> {
  const meta = useResults.getState().pictures.find((one) => one.id === id);
  if (!meta || meta.favourite || onTable === id) return;
  showList((list) => list.filter((one) => one !== meta));
  await deleteForGood([id], deletePictures);
}

/** Deletes what is kept of pictures that the list does not show any more; what has been brought back since stays. Never rejects. */
async function deleteForGood(ids: readonly string[], remove: (ids: string[]) => Promise<void>): Promise<void> {
  // Of those that could never be kept there is nothing else.
  const kept = ids.filter((id) => !unkept.delete(id));
  if (kept.length > 0) await stored(remove(kept).then(keepTheRest));
}

/** There is room again: keeps what could not be kept before, but not what is being deleted. Rejects with the storage's OutpaneError. */
export async function keepTheRest(): Promise<void> {
  for (const [id, picture] of unkept) {
    if (picture.meta.deletedAt !== null) continue;
    await savePicture(picture);
    unkept.delete(id);
  }
}
