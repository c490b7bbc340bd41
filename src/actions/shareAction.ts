import { canShareFiles, shareFiles } from '../platform/share';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { promptOf } from '../storage/pictureMeta';
import { openedResult } from '../library/openedResult';
import { readResult } from '../library/results';
import type { Action } from './action';
import { fileName, saveFile } from '../exchange/pictureFile';
import { withSettings } from '../exchange/pictureOutput';

/** Whether this browser has a share sheet for pictures at all; a button that never works should not be there. */
export const isSharingPossible = canShareFiles([new File([''], 'picture.png', { type: 'image/png' })]);

export const shareAction: Action = {
  id: 'share',
  label: 'Share',
  group: 'Result',
  enabled: () => isSharingPossible && openedResult() !== null,
  run: async () => {
    const meta = openedResult();
    if (!meta) return;
    try {
      const kept = await readResult(meta.id);
      if (!kept) return notify('This picture was deleted in another tab.');
      const png = await withSettings(kept, meta);
      const name = fileName(meta);
      const shared = await shareFiles([new File([png], name, { type: 'image/png' })], promptOf(meta));
      if (shared !== 'unsupported') return;
      saveFile(png, name);
      notify('The browser did not allow sharing, so the picture was downloaded.');
    } catch (thrown) {
      reportProblem('storage', toOutpaneError(thrown));
    }
  },
};
