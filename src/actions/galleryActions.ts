import { toOutpaneError } from '../protocol/errors';
import { settingsOfRequest } from '../protocol/pictureSettings';
import type { PictureMeta } from '../storage/pictureMeta';
import { showIncoming } from '../exchange/incoming';
import { useModel } from '../engineState/model';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { openResult } from '../library/openedResult';
import { readResult } from '../library/results';
import { goTo } from '../shell/route';
import { lookAtTable } from '../jobs/jobs';
import { useSettings } from '../settings/settings';
import { differences, toSettings } from '../exchange/takenSettings';
import { fileName, saveFile } from '../exchange/pictureFile';
import { withoutMetadata, withSettings } from '../exchange/pictureOutput';

/** Does something with a picture's PNG; says so when another tab has deleted it, and reports what goes wrong. */
async function withPng(meta: PictureMeta, use: (png: Blob) => void | Promise<void>): Promise<void> {
  try {
    const png = await readResult(meta.id);
    if (png) await use(png);
    else notify('This picture was deleted in another tab.');
  } catch (thrown) {
    reportProblem('storage', toOutpaneError(thrown));
  }
}

/** Begins a download of the PNG with its settings in it. */
export const downloadPicture = (meta: PictureMeta) =>
  withPng(meta, async (png) => saveFile(await withSettings(png, meta), fileName(meta)));

/** The same without a word about its making, also in its name. */
export const downloadBare = (meta: PictureMeta) =>
  withPng(meta, async (png) => saveFile(await withoutMetadata(png), 'picture.png'));

/** Lays the picture on the canvas, where it can be worked on. */
export function openInEditor({ id }: PictureMeta): void {
  lookAtTable();
  void openResult(id);
  goTo('canvas');
}

/**
 * The picture's settings become those of the next one. Nothing runs. Those of another tool are shown first, with what will be
 * different here.
 */
export function takeSettings({ request, imported, width, height }: PictureMeta): void {
  if (request) {
    const settings = settingsOfRequest(request);
    useSettings.getState().set(toSettings(settings));
    goTo('canvas');
    notify(['Settings of this picture are set.', ...differences(settings, useModel.getState().card)].join(' '));
  } else if (imported?.settings) {
    showIncoming({ from: 'picture', settings: imported.settings, size: { width, height }, file: null });
  }
}
