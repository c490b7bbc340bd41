import type { OtherDocument } from '../editor/editor';
import { hideUnreadPicture } from '../library/unreadPictures';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { writeDocumentCopy } from '../storage/writeBackup';
import type { UnreadPicture } from '../storage/pictureMeta';
import { readPicture, readPictureRecord } from '../storage/pictures';
import { encodeRecord } from '../storage/recordCodec';
import { fileDate } from './fileDate';
import { saveFile } from './pictureFile';

/** Begins a download of what is kept of a picture that this version can't read. Never rejects. */
export async function copyUnreadPicture({ id, createdAt }: UnreadPicture): Promise<void> {
  await told(async () => {
    const { file, extension } = await copyOfUnread(id);
    saveFile(file, `outpane-picture-${createdAt === null ? id : fileDate(createdAt)}.${extension}`);
  });
}

/** What can be saved of it: the PNG where the pixels are there, else the record as JSON. Rejects as the storage does. */
async function copyOfUnread(id: string): Promise<{ file: Blob; extension: 'png' | 'json' }> {
  const png = await readPicture(id);
  if (png) return { file: png, extension: 'png' };
  const { meta } = await readPictureRecord(id);
  const json = encodeRecord(meta)?.json ?? 'null';
  return { file: new Blob([json], { type: 'application/json' }), extension: 'json' };
}

/** Takes it out of the list, with a notice that brings it back; when that has gone, it is deleted for good. */
export function deleteUnreadPicture(picture: UnreadPicture): void {
  const { undo, finish } = hideUnreadPicture(picture);
  notify('Picture deleted.', { undo, onGone: () => void told(finish) });
}

/** Begins a download of an edited picture with its history, as a backup that can be restored. Never rejects. */
export async function copyDocument({ id, changedAt }: OtherDocument): Promise<void> {
  await told(async () => {
    const headers = { 'Content-Type': 'application/zip' };
    const file = await new Response(writeDocumentCopy(id), { headers }).blob();
    saveFile(file, `outpane-edited-picture-${fileDate(changedAt || Date.now())}.zip`);
  });
}

async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
}
