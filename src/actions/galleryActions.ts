import { toOutpaneError } from '../protocol/errors';
import type { PictureMeta } from '../storage/pictures';
import { showIncoming } from '../stores/incoming';
import { notify } from '../stores/notices';
import { reportProblem } from '../stores/problem';
import { settingsTaken } from '../stores/renewal';
import { readResult, selectResult } from '../stores/results';
import { goTo } from '../stores/route';
import { watchRun } from '../stores/run';
import { fromRequest, useSettings } from '../stores/settings';
import { fileName, saveFile } from './pictureFile';
import { withoutMetadata, withSettings } from './pictureOutput';

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

/** Lays the picture on the canvas, where it can be worked on (openedResult.ts follows what is selected). */
export function openInEditor({ id }: PictureMeta): void {
  watchRun(false);
  selectResult(id);
  goTo('canvas');
}

/**
 * The picture's settings become those of the next one. Nothing runs. Those of another tool are shown first, with what will be
 * different here.
 */
export function takeSettings({ request, imported }: PictureMeta): void {
  if (request) {
    useSettings.getState().set(fromRequest(request));
    goTo('canvas');
    notify(settingsTaken(request));
  } else if (imported?.settings) {
    showIncoming({ from: 'picture', settings: { ...imported.settings, request: null }, file: null });
  }
}
