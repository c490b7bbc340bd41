import { create } from 'zustand';
import { otherDocuments, type OtherDocument } from '../editor/editor';
import { documentLock } from '../editor/openDocument';
import { ifUnheld } from '../platform/locks';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { deleteHidden, deleteRecords, hideDocument, showDocument } from '../storage/deletedDocuments';

/** Edited pictures besides the one in this tab, the one changed last first. */
export const useEditedPictures = create<{ others: readonly OtherDocument[] }>(() => ({ others: [] }));

/** Looks at what there is now. Where it can't be read, there is nothing to show. Never rejects. */
export async function lookForEdited(): Promise<void> {
  const others = await otherDocuments().catch(() => []);
  useEditedPictures.setState({ others });
}

/** Takes an edited picture out of the list, with a notice that brings it back; when it has gone, it is deleted for good. Never rejects. */
export async function deleteEdited(id: string): Promise<void> {
  try {
    const [hidden] = await hideEdited([id]);
    if (hidden === undefined) return notify('The picture is open in another tab. Close it there first.');
    notify('Edited picture deleted.', {
      undo: () => void showEdited([hidden]).catch(tell),
      onGone: () => void deleteHidden(hidden).catch(tell),
    });
  } catch (thrown) {
    tell(thrown);
  }
}

const tell = (thrown: unknown) => reportProblem('storage', toOutpaneError(thrown));

/** Takes edited pictures out of the list; resolves with those that no other tab has open. Rejects with the storage's OutpaneError. */
export const hideEdited = (ids: readonly string[]): Promise<string[]> => eachClosed(ids, hideDocument);

/** Deletes edited pictures for good; resolves with those that no other tab has open. Rejects with the storage's OutpaneError. */
export const deleteEditedAtOnce = (ids: readonly string[]): Promise<string[]> => eachClosed(ids, deleteRecords);

async function eachClosed(ids: readonly string[], task: (id: string) => Promise<void>): Promise<string[]> {
  const done: string[] = [];
  for (const id of ids) if (await ifUnheld(documentLock(id), () => task(id))) done.push(id);
  await lookForEdited();
  return done;
}

/** Brings hidden ones back. Rejects with the storage's OutpaneError. */
export async function showEdited(ids: readonly string[]): Promise<void> {
  for (const id of ids) await showDocument(id);
  await lookForEdited();
}
