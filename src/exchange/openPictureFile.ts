import type { ArtDocument } from '../editor/document';
import { session } from '../editor/editor';
import { openPicture } from '../editor/pictureFiles';
import { startPicture } from '../editor/pictures';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { clearProblem, reportProblem } from '../shell/problem';
import { pictureInfo } from './pictureInfo';

/** Puts a picture file onto the table, upright. What lay there is one undo away. */
export async function openPictureFile(file: Blob): Promise<void> {
  try {
    const [{ image, scaledFrom }, made] = await Promise.all([openPicture(file), settingsIn(file)]);
    await session.edit('Open picture', () => startPicture(session.tiles, image, { ...made, origin: null }));
    session.showAll();
    clearProblem('picture');
    if (scaledFrom) {
      notify(
        `The picture was scaled from ${scaledFrom.width} × ${scaledFrom.height} to ${image.width} × ${image.height}: more than 16 million pixels don’t fit into memory.`,
      );
    }
  } catch (thrown) {
    reportProblem('picture', toOutpaneError(thrown));
  }
}

/** What made the picture, where it says so: an expansion goes on with its prompt, and an export carries it on. */
async function settingsIn(file: Blob): Promise<Pick<ArtDocument, 'request' | 'foreign'>> {
  const info = await pictureInfo(file);
  if (!info?.settings) return { request: null, foreign: null };
  const { request, ...settings } = info.settings;
  return request ? { request, foreign: null } : { request: null, foreign: settings };
}
