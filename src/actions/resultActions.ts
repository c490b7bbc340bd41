import { toOutpaneError } from '../protocol/errors';
import { focusHandle } from '../shell/handles';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { neighbourOf, openedId, openedResult, openResult, stepResult } from '../library/openedResult';
import { deleteResults, readResult, toggleFavourite } from '../library/results';
import { useSettings } from '../settings/settings';
import { settingsOf, type PictureMeta } from '../storage/pictureMeta';
import type { Action } from './action';
import { downloadBare, downloadPicture, takeSettings } from './galleryActions';
import { copySettingsLink } from '../exchange/settingsLink';

const hasPicture = () => openedResult() !== null;

/** An action on the picture that is shown large. */
function onPicture(
  action: Omit<Action, 'enabled' | 'run' | 'group'>,
  run: (meta: PictureMeta) => void | Promise<void>,
  suits: (meta: PictureMeta) => boolean = () => true,
): Action {
  return {
    ...action,
    group: 'Result',
    enabled: () => {
      const meta = openedResult();
      return meta !== null && suits(meta);
    },
    run: async () => {
      const meta = openedResult();
      if (!meta) return;
      try {
        await run(meta);
      } catch (thrown) {
        reportProblem('storage', toOutpaneError(thrown));
      }
    },
  };
}

async function pngOf(meta: PictureMeta): Promise<Blob | null> {
  const png = await readResult(meta.id);
  if (!png) notify('This picture was deleted in another tab.');
  return png ?? null;
}

export const downloadAction = onPicture(
  { id: 'download', label: 'Download', also: 'Save', shortcuts: ['Mod+S', 'D'] },
  downloadPicture,
);

export const downloadBareAction = onPicture({ id: 'download-bare', label: 'Export without metadata' }, downloadBare);

export const copyLinkAction = onPicture(
  { id: 'copy-link', label: 'Copy link to settings' },
  copySettingsLink,
  ({ request }) => request !== null,
);

export const copyPictureAction = onPicture(
  { id: 'copy-picture', label: 'Copy picture', shortcuts: ['C'] },
  async (meta) => {
    const reading = pngOf(meta);
    try {
      // A promise in the item: Safari wants the write to begin in the click itself.
      const item = new ClipboardItem({
        'image/png': reading.then((png) => png ?? Promise.reject(new Error('deleted'))),
      });
      await navigator.clipboard.write([item]);
      notify('Picture copied.');
    } catch {
      if (await reading) notify('The browser did not allow copying. Use Download instead.');
    }
  },
);

export const takeSettingsAction = onPicture(
  { id: 'use-settings', label: 'Use settings', shortcuts: ['U'] },
  takeSettings,
  (meta) => settingsOf(meta) !== null,
);

const seedOf = (meta: PictureMeta) => settingsOf(meta)?.seed ?? null;
const variationOf = (meta: PictureMeta) => settingsOf(meta)?.variation ?? null;

export const takeSeedAction = onPicture(
  { id: 'use-seed', label: 'Use seed', shortcuts: ['S'] },
  (meta) => {
    const seed = seedOf(meta);
    if (seed === null) return;
    const variation = variationOf(meta);
    useSettings.getState().set({ seed, randomSeed: false, variation });
    notify(`Seed ${seed}${variation ? ' and its variation are' : ' is'} set and locked.`);
  },
  (meta) => seedOf(meta) !== null,
);

export const favouriteAction = onPicture({ id: 'favourite', label: 'Favourite', shortcuts: ['F'] }, ({ id }) =>
  toggleFavourite(id),
);

export const deleteAction = onPicture({ id: 'delete', label: 'Delete', shortcuts: ['Delete'] }, async (meta) => {
  const deletion = await deleteResults([meta]);
  if (!deletion) return;
  const undo = async () => {
    await deletion.undo();
    await openResult(meta.id);
  };
  notify('Picture deleted.', { undo: () => void undo(), onGone: () => void deletion.finish() });
  if (!hasPicture()) focusHandle('prompt');
});

const hasNeighbour = (by: 1 | -1) => neighbourOf(openedId(), by) !== null;

export const olderAction: Action = {
  id: 'older',
  label: 'Older picture',
  group: 'View',
  shortcuts: ['ArrowDown', 'ArrowRight'],
  enabled: () => hasNeighbour(1),
  run: () => stepResult(1),
};

export const newerAction: Action = {
  id: 'newer',
  label: 'Newer picture',
  group: 'View',
  shortcuts: ['ArrowUp', 'ArrowLeft'],
  enabled: () => hasNeighbour(-1),
  run: () => stepResult(-1),
};
