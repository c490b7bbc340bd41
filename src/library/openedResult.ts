import { create } from 'zustand';
import { emptyDocument } from '../editor/document';
import { presentDocument } from '../editor/editorState';
import { openPicture } from '../editor/pictureFiles';
import { startPicture } from '../editor/pictures';
import { equals } from '../geometry/rect';
import type { RgbaImage } from '../protocol/rgbaImage';
import type { PictureMeta } from '../storage/pictureMeta';
import { session, useEditor } from '../editor/editor';
import { notify } from '../shell/notices';
import { successor } from './pictureList';
import { readResult, useResults } from './results';

/** The result that is being read, to be laid on the table; null while none is. */
export const useOnItsWay = create<{ id: string | null }>(() => ({ id: null }));

/**
 * The result that lies on the table. The document says it (its `origin`), so that undoing to a document that still is a result is
 * going back to that one; a result on its way there counts already.
 */
export const openedId = (): string | null => useOnItsWay.getState().id ?? session.document.origin;

export function useOpenedId(): string | null {
  const onItsWay = useOnItsWay((state) => state.id);
  const origin = useEditor((state) => presentDocument(state).origin);
  return onItsWay ?? origin;
}

/** What is known of it; null where nothing that is kept lies there as it is. */
export const openedResult = (): PictureMeta | null => find(openedId());

export function useOpenedResult(): PictureMeta | null {
  const id = useOpenedId();
  return useResults(({ pictures }) => pictures.find((meta) => meta.id === id) ?? null);
}

const find = (id: string | null): PictureMeta | null =>
  useResults.getState().pictures.find((meta) => meta.id === id) ?? null;

/** An empty plane. What lay there is one undo away. */
export function startNew(): void {
  useOnItsWay.setState({ id: null });
  if (session.document.bounds) session.commit(emptyDocument(), 'New picture');
}

/**
 * Lays a result on the table, as a step that can be undone; walking through several is one step. `made`: its pixels where it has
 * just been made, which is a step of its own. Resolves with whether it lies there: the person may have gone on to another one
 * while it was read, and it may be gone. Never rejects.
 */
export async function openResult(id: string, made?: RgbaImage): Promise<boolean> {
  const meta = find(id);
  if (!meta) return false;
  if (openedId() === id) return true;
  useOnItsWay.setState({ id });
  const isWanted = () => useOnItsWay.getState().id === id;
  const image = made ?? (await decode(meta));
  if (isWanted() && image) await lay(meta, image, made !== undefined).catch(session.report);
  if (isWanted()) useOnItsWay.setState({ id: null });
  return session.document.origin === id;
}

async function lay({ id, request, imported }: PictureMeta, image: RgbaImage, isNew: boolean): Promise<void> {
  const before = session.document.bounds;
  const from = { request, foreign: imported?.settings ?? null, origin: id };
  await session.edit(
    isNew ? 'Generate' : 'Open picture',
    () => startPicture(session.tiles, image, from),
    isNew ? undefined : 'open result',
  );
  const now = session.document.bounds;
  if (!session.state.forming && before && now && !equals(before, now)) session.showAll();
}

async function decode(meta: PictureMeta): Promise<RgbaImage | null> {
  try {
    const png = await readResult(meta.id);
    if (png) return (await openPicture(png)).image;
    notify('This picture was deleted in another tab.');
  } catch {
    notify('This picture can not be read.');
  }
  return null;
}

/** The next older (1) or newer (-1) picture. */
export function neighbourOf(id: string | null, by: 1 | -1): PictureMeta | null {
  const { pictures } = useResults.getState();
  const at = pictures.findIndex((meta) => meta.id === id);
  return at < 0 ? null : (pictures[at + by] ?? null);
}

/** Lays the next older (1) or newer (-1) picture on the table; one that can't be read is passed over. */
export async function stepResult(by: 1 | -1): Promise<void> {
  let next = neighbourOf(openedId(), by);
  while (next) {
    const { id } = next;
    const opened = await openResult(id);
    // Whoever has gone on meanwhile has chosen another one.
    if (opened || useOnItsWay.getState().id !== null) return;
    next = neighbourOf(id, by);
  }
}

/** Lays the newest result on the table, where there is one. */
export async function openNewest(): Promise<void> {
  const [newest] = useResults.getState().pictures;
  if (newest) await openResult(newest.id);
}

/**
 * When the result on the table leaves the list (deleted here or in another tab), its neighbour takes its place; the table is
 * empty when it was the last. For as long as the page lives. Returns the way to stop.
 */
export function followLosses(): () => void {
  return useResults.subscribe(({ pictures }, { pictures: before }) => {
    const id = openedId();
    if (pictures === before || !before.some((meta) => meta.id === id)) return;
    const next = successor(before, pictures, id);
    if (next === null) startNew();
    else if (next !== id) void openResult(next);
  });
}
