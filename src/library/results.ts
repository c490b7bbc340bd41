import { create } from 'zustand';
import { toOutpaneError } from '../protocol/errors';
import type { FinishedPicture } from '../protocol/messages';
import type { RgbaImage } from '../protocol/rgbaImage';
import type { PictureMeta } from '../storage/pictureMeta';
import {
  deletePictures,
  newPictureId,
  pictureBatches,
  readPicture,
  readThumbnail,
  readThumbnails,
  savePicture,
  updatePicture,
  type StoredPicture,
} from '../storage/pictures';
import { onPictureNews } from '../storage/pictureChanges';
import { encodePicture } from './pictureFiles';
import { engineInfo } from '../engineState/engine';
import { prepareSearch } from './galleryFilter';
import { successor, withNews, withPictures } from './pictureList';
import { reportProblem } from '../shell/problem';

interface ResultsStore {
  /** Newest first. */
  pictures: PictureMeta[];
  /** The one that is shown large. */
  selected: string | null;
  /** The newest picture's pixels: what has just formed on the stage stays there without being decoded again. */
  fresh: { id: string; image: RgbaImage } | null;
}

export const useResults = create<ResultsStore>(() => ({ pictures: [], selected: null, fresh: null }));

/** Pictures that could not be kept: they live as long as the page. */
const unkept = new Map<string, StoredPicture>();

/** A deletion can be undone for some seconds; what an older page left half deleted is cleared away after this time. */
const UNDO_MS = 60_000;

/** Shows another list; where the picture that is looked at has left it, its neighbour is shown. */
function showList(change: (pictures: PictureMeta[]) => PictureMeta[]): void {
  useResults.setState(({ pictures, selected }) => {
    const next = change(pictures);
    return { pictures: next, selected: successor(pictures, next, selected) };
  });
}

/**
 * Fills the list from storage, behind what this page has made meanwhile, and from then on follows what other tabs make,
 * change and delete. The newest is shown if nothing else is and `showNewest` says so.
 */
export async function loadResults(showNewest = true): Promise<void> {
  onPictureNews((news) => showList((pictures) => withNews(pictures, news)));
  const gone: string[] = [];
  let first = true;
  try {
    for await (const batch of pictureBatches()) {
      gone.push(...batch.filter(({ deletedAt }) => deletedAt !== null && Date.now() - deletedAt > UNDO_MS).map(idOf));
      showList((pictures) => withPictures(pictures, batch));
      prepareSearch(batch);
      if (first && showNewest) {
        useResults.setState(({ pictures, selected }) => ({ selected: selected ?? pictures[0]?.id ?? null }));
      }
      first = false;
    }
    if (gone.length > 0) await deletePictures(gone);
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
}

const idOf = ({ id }: PictureMeta) => id;

/** Keeps a finished picture and (unless `show` is false) shows it. When it can't be kept, it stays until the page closes, and the problem is reported. */
export async function addResult(
  { request, image, timings }: FinishedPicture,
  show = true,
  id = newPictureId(Date.now()),
): Promise<PictureMeta> {
  const encoded = await encodePicture(image);
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
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
  useResults.setState(({ pictures }) => ({
    pictures: withPictures(pictures, [meta]),
    ...(show ? { selected: meta.id, fresh: { id: meta.id, image } } : {}),
  }));
  return meta;
}

export function selectResult(id: string | null): void {
  useResults.setState({ selected: id });
}

export function selectedResult(): PictureMeta | null {
  const { pictures, selected } = useResults.getState();
  return pictures.find((meta) => meta.id === selected) ?? null;
}

/** The next older (1) or newer (-1) picture is shown. */
export function stepResult(by: 1 | -1): void {
  const { pictures, selected } = useResults.getState();
  const next = pictures[pictures.findIndex((meta) => meta.id === selected) + by];
  if (next) selectResult(next.id);
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

export async function toggleFavourite(id: string): Promise<void> {
  const meta = useResults.getState().pictures.find((one) => one.id === id);
  if (!meta) return;
  const favourite = !meta.favourite;
  replace({ ...meta, favourite });
  await change(id, { favourite });
}

const replace = (meta: PictureMeta) =>
  useResults.setState(({ pictures }) => ({ pictures: pictures.map((one) => (one.id === meta.id ? meta : one)) }));

async function change(id: string, values: Parameters<typeof updatePicture>[1]): Promise<void> {
  try {
    await updatePicture(id, values);
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
}

/** Takes a picture out of the list; its neighbour is shown. `undo` brings it back, `finish` deletes it for good. */
export async function deleteResult(
  meta: PictureMeta,
): Promise<{ undo: () => Promise<void>; finish: () => Promise<void> }> {
  const { id } = meta;
  useResults.setState(({ pictures, selected }) => {
    const at = pictures.findIndex((one) => one.id === id);
    const left = pictures.filter((one) => one.id !== id);
    return { pictures: left, selected: selected === id ? ((left[at] ?? left[at - 1])?.id ?? null) : selected };
  });
  await change(id, { deletedAt: Date.now() });
  let undone = false;
  return {
    undo: async () => {
      if (undone) return;
      undone = true;
      useResults.setState(({ pictures }) => ({ pictures: withPictures(pictures, [meta]), selected: id }));
      await change(id, { deletedAt: null });
    },
    finish: async () => {
      if (undone) return;
      await deleteForGood(id);
    },
  };
}

/** Deletes a picture whose place another one has taken, unless somebody has come to like it or looks at it. Never rejects. */
export async function giveWay(id: string): Promise<void> {
  const { pictures, selected } = useResults.getState();
  const meta = pictures.find((one) => one.id === id);
  if (!meta || meta.favourite || selected === id) return;
  showList((list) => list.filter((one) => one !== meta));
  await deleteForGood(id);
}

/** Deletes what is kept of a picture that the list does not show any more. Never rejects. */
async function deleteForGood(id: string): Promise<void> {
  unkept.delete(id);
  try {
    await deletePictures([id]);
    await keepTheRest();
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
}

/** There is room again: keeps what could not be kept before. Rejects with the storage's OutpaneError. */
export async function keepTheRest(): Promise<void> {
  for (const [id, picture] of unkept) {
    const meta = useResults.getState().pictures.find((one) => one.id === id) ?? picture.meta;
    await savePicture({ ...picture, meta });
    unkept.delete(id);
  }
}
