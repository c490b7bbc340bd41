import { shownBounds } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { openPicture } from '../editor/pictureFiles';
import { startPicture } from '../editor/pictures';
import { toOutpaneError } from '../protocol/errors';
import { session } from '../stores/editor';
import { useLayout } from '../stores/layout';
import { notify } from '../stores/notices';
import { clearProblem, reportProblem } from '../stores/problem';
import { useRoute } from '../stores/route';
import { isRunning } from '../stores/run';
import type { Action } from './action';
import { chooseFile } from './chooseFiles';
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
        `The picture was scaled from ${scaledFrom.width} × ${scaledFrom.height} to ${image.width} × ${image.height}: larger ones don’t fit into memory.`,
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

export const openPictureAction: Action = {
  id: 'open-picture',
  label: 'Open picture',
  also: 'Import',
  group: 'Picture',
  shortcuts: ['Mod+O'],
  enabled: () => !isRunning(),
  run: () => chooseFile('image/png,image/jpeg,image/webp,image/avif', (file) => void openPictureFile(file)),
};

export const exportAction: Action = {
  id: 'export',
  label: 'Export',
  also: 'Save as PNG JPEG WebP',
  group: 'Picture',
  shortcuts: ['Mod+E'],
  enabled: () => shownBounds(session.document) !== null && useRoute.getState().screen === 'canvas',
  run: () => useLayout.getState().set({ dialog: 'export' }),
};

export const paletteAction: Action = {
  id: 'palette',
  label: 'All commands',
  group: 'Help',
  shortcuts: ['Mod+K'],
  anywhere: true,
  enabled: () => true,
  run: () => useLayout.getState().set({ dialog: 'palette' }),
};

export const shortcutsAction: Action = {
  id: 'shortcuts',
  label: 'Shortcuts',
  group: 'Help',
  shortcuts: ['?'],
  anywhere: true,
  enabled: () => true,
  run: () => useLayout.getState().set({ dialog: 'shortcuts' }),
};
