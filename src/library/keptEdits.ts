import { shownBounds } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { readRegion } from '../editor/pictures';
import { toOutpaneError } from '../protocol/errors';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { PictureMeta } from '../storage/pictureMeta';
import { newPictureId } from '../storage/pictures';
import { session } from '../editor/editor';
import { reportProblem } from '../shell/problem';
import { openedId } from './openedResult';
import { addResult, giveWay, useResults } from './results';

/** A picture of the whole artwork as the document shows it, with the request of its last edit, into Results. */
export async function keepWhole(document: ArtDocument, request: GenerationRequest, id?: string): Promise<void> {
  const bounds = shownBounds(document);
  if (!bounds) return;
  const image = await readRegion(session.tiles, document, bounds);
  await addResult({ index: 0, request, image, timings: { total: 0, steps: [], previews: 0 } }, id);
}

/** The document with the name of the result that it is going to be kept as; null where it is in Results already. */
export function withResult(document: ArtDocument): ArtDocument {
  const { lastEdit, bounds } = document;
  const isKept = ({ request, width, height }: PictureMeta) =>
    width === bounds?.width && height === bounds.height && JSON.stringify(request) === JSON.stringify(lastEdit);
  return { ...document, keptAs: useResults.getState().pictures.some(isKept) ? null : newPictureId(Date.now()) };
}

/** One after the other, so that large pictures are not in memory together. */
let keeping: Promise<void> = Promise.resolve();

/**
 * Keeps the artwork beside the work once an edit is accepted: Results hold everything that was made. It takes the place of
 * `former`, what was kept so after the edit before: of many small edits one picture stays, the last. Never rejects.
 */
export function keepAccepted(document: ArtDocument, former: string | null): Promise<void> {
  const { keptAs, lastEdit } = document;
  if (keptAs === null || lastEdit === null) return keeping;
  keeping = keeping
    .then(() => keepWhole(document, lastEdit, keptAs))
    .then(() => (former === null ? undefined : giveWay(former, openedId())))
    .catch((thrown: unknown) => reportProblem('storage', toOutpaneError(thrown)));
  return keeping;
}

/** The person wants the artwork as it is: what it is kept as gives way to nothing any more. Resolves with false where it is not kept. */
export async function holdKept({ keptAs }: ArtDocument): Promise<boolean> {
  // It may still be on its way.
  await keeping;
  if (keptAs === null || !useResults.getState().pictures.some(({ id }) => id === keptAs)) return false;
  if (session.document.keptAs === keptAs) session.amend({ ...session.document, keptAs: null });
  return true;
}
