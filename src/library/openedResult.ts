import { openPicture } from '../editor/pictureFiles';
import { startPicture } from '../editor/pictures';
import { emptyDocument } from '../editor/document';
import { equals } from '../geometry/rect';
import type { RgbaImage } from '../protocol/rgbaImage';
import type { PictureMeta } from '../storage/pictureMeta';
import { session } from '../editor/editor';
import { notify } from '../shell/notices';
import { readResult, useResults } from './results';

/**
 * One picture lies on the table: the result that is selected, or what has become of it. Selecting a result opens it (as a step
 * that can be undone); undoing to a document that still is a result selects that one.
 */
export function linkResults(): void {
  const follow = (selected: string | null) => {
    if (selected === session.document.origin) return;
    if (selected === null) startNew();
    else opening = openResult(selected);
  };
  follow(useResults.getState().selected);
  useResults.subscribe(({ selected }, before) => {
    if (selected !== before.selected) follow(selected);
  });
  session.subscribe((_, before) => {
    const { origin } = session.document;
    const was = before.history.entries[before.history.index]?.state.origin;
    if (origin !== was && origin !== useResults.getState().selected) useResults.setState({ selected: origin });
  });
}

let opening: Promise<void> = Promise.resolve();

/** Resolves when the result that was selected last lies on the table. */
export const openedResult = (): Promise<void> => opening;

/** An empty plane. What lay there is one undo away. */
export function startNew(): void {
  if (session.document.bounds) session.commit(emptyDocument(), 'New picture');
}

/** The picture that was the newest when it was opened last: it has just been made, so opening it is a step of its own. */
let made: string | null = null;

async function openResult(id: string): Promise<void> {
  const { pictures, fresh } = useResults.getState();
  const meta = pictures.find((one) => one.id === id);
  if (!meta) return;
  const image = fresh?.id === id ? fresh.image : await decode(meta);
  // The person may have gone on to the next one while this one was read.
  if (!image || useResults.getState().selected !== id) return;
  const isNew = fresh?.id === id && made !== id;
  if (isNew) made = id;
  const before = session.document.bounds;
  // Walking through the results is one step.
  await session
    .edit(
      isNew ? 'Generate' : 'Open picture',
      () =>
        startPicture(session.tiles, image, {
          request: meta.request,
          foreign: meta.imported?.settings ?? null,
          origin: id,
        }),
      isNew ? undefined : 'open result',
    )
    .catch(session.report);
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
