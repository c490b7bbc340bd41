import { otherDocuments } from '../editor/editor';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { clearProblem, reportProblem } from '../shell/problem';
import { deleteHidden, documentBytes } from '../storage/deletedDocuments';
import type { PictureMeta } from '../storage/pictureMeta';
import { deleteMarkedPictures, deletePictures, updatePictures } from '../storage/pictures';
import { deleteUnusedModels, unusedModelBytes } from '../storage/unusedModels';
import { deleteEditedAtOnce, hideEdited, showEdited } from './editedPictures';
import { countPictures } from './gallery';
import { keepTheRest, useResults } from './results';

/**
 * What storage can be freed of: pictures that were made here, more than a week ago or since, pictures that came from elsewhere,
 * edited pictures besides the one on the table, revisions of models that newer ones have followed. Favourites are none of it.
 */
export type StorageKind = 'old' | 'recent' | 'imported' | 'edited' | 'models';

/** What is of one kind. */
export interface StorageShare {
  kind: StorageKind;
  /** Ids of pictures or documents; empty for models. */
  ids: readonly string[];
  bytes: number;
}

const WEEK = 7 * 24 * 3600 * 1000;

/** Null for what is never offered. */
export function kindOfPicture(meta: PictureMeta, now: number): 'old' | 'recent' | 'imported' | null {
  if (meta.favourite) return null;
  // What an engine of this app has made says which.
  if (!meta.request || !meta.engine) return 'imported';
  return now - meta.createdAt > WEEK ? 'old' : 'recent';
}

/** What there is of each kind, in the order it is offered; kinds without anything are left out. Rejects with the storage's OutpaneError. */
export async function measureStorage(now = Date.now()): Promise<StorageShare[]> {
  const { pictures } = useResults.getState();
  const sharesOf = (kind: StorageKind): StorageShare => {
    const own = pictures.filter((meta) => kindOfPicture(meta, now) === kind);
    return { kind, ids: own.map(({ id }) => id), bytes: own.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  // What this version can't read is never a part of it: nobody could say what it is.
  const others = (await otherDocuments()).filter(({ picture }) => picture !== null);
  const edited: StorageShare = { kind: 'edited', ids: others.map(({ id }) => id), bytes: 0 };
  for (const id of edited.ids) edited.bytes += await documentBytes(id);
  const models: StorageShare = { kind: 'models', ids: [], bytes: await unusedModelBytes() };
  const shares = [sharesOf('old'), sharesOf('recent'), edited, sharesOf('imported'), models];
  return shares.filter(({ ids, bytes }) => ids.length > 0 || bytes > 0);
}

/**
 * Takes the shares away, with a notice that brings them back; when it has gone, they are deleted for good, and what could not be
 * kept before for want of room is kept. Never rejects.
 */
export async function freeStorage(shares: readonly StorageShare[]): Promise<void> {
  const pictures = shares.filter(({ kind }) => kind !== 'edited').flatMap(({ ids }) => ids);
  const documents = shares.filter(({ kind }) => kind === 'edited').flatMap(({ ids }) => ids);
  const models = shares.some(({ kind }) => kind === 'models');
  try {
    if (pictures.length > 0) await updatePictures([...pictures], { deletedAt: Date.now() });
    const hidden = await hideEdited(documents);
    notify(`${deletedText(pictures.length, hidden.length, models)} The room is free once this message has gone.`, {
      undo: () => void bringBack(pictures, hidden).catch(tell),
      onGone: () => void deleteForGood(pictures, hidden, models).catch(tell),
    });
  } catch (thrown) {
    if (toOutpaneError(thrown).code !== 'storage-full') return tell(thrown);
    await deleteAtOnce(pictures, documents, models).catch(tell);
  }
}

/** A storage that is quite full takes no mark that something is being deleted: there is no way back then. */
async function deleteAtOnce(pictures: readonly string[], documents: readonly string[], models: boolean): Promise<void> {
  await deletePictures([...pictures]);
  const deleted = await deleteEditedAtOnce(documents);
  await deleteForGood([], [], models);
  notify(`${deletedText(pictures.length, deleted.length, models)} The storage was too full for a way back.`);
}

const tell = (thrown: unknown) => reportProblem('storage', toOutpaneError(thrown));

async function bringBack(pictures: readonly string[], documents: readonly string[]): Promise<void> {
  if (pictures.length > 0) await updatePictures([...pictures], { deletedAt: null });
  await showEdited(documents);
}

async function deleteForGood(
  pictures: readonly string[],
  documents: readonly string[],
  models: boolean,
): Promise<void> {
  if (pictures.length > 0) await deleteMarkedPictures([...pictures]);
  for (const id of documents) await deleteHidden(id);
  if (models) await deleteUnusedModels();
  clearProblem('storage');
  await keepTheRest();
}

/** "3 pictures and 1 edited picture deleted." */
export function deletedText(pictures: number, edited: number, models: boolean): string {
  const parts = [
    pictures > 0 && countPictures(pictures),
    edited > 0 && `${edited.toLocaleString()} edited ${edited === 1 ? 'picture' : 'pictures'}`,
    models && 'unused model files',
  ].filter((part) => part !== false);
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'nothing');
  return `${list.charAt(0).toUpperCase()}${list.slice(1)} deleted.`;
}
