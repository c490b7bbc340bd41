import { shownBounds, shownCandidate, shownForeign, shownRequest } from '../editor/document';
import { encodePicture } from '../editor/pictureFiles';
import type { ExportType } from '../editor/pictureFiles';
import { readRegion } from '../editor/pictures';
import type { Rect } from '../geometry/rect';
import { toOutpaneError } from '../protocol/errors';
import { session } from '../editor/editor';
import { holdKept, keepWhole } from '../library/keptEdits';
import { openedResult } from '../library/openedResult';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { useRoute } from '../shell/route';
import type { Action } from './action';
import { fileName, saveFile } from '../exchange/pictureFile';
import { withForeignSettings, withSettings } from '../exchange/pictureOutput';

/** What a file of the artwork is to be. */
export interface ExportChoice {
  type: ExportType;
  /** 0..1, for lossy types. */
  quality: number;
  region: Rect;
  /** The settings that made the picture go into the file. */
  settings: boolean;
}

/** The artwork, or a part of it, as a file. Rejects with an OutpaneError. */
export async function exportArtwork({ type, quality, region, settings }: ExportChoice): Promise<Blob> {
  const { document } = session;
  const image = await readRegion(session.tiles, document, region);
  const blob = await encodePicture(image, type, quality);
  if (!settings) return blob;
  const foreign = shownForeign(document);
  return foreign ? withForeignSettings(blob, foreign) : withSettings(blob, { request: shownRequest(document) });
}

export function exportName(type: ExportType): string {
  const { document } = session;
  const name = fileName({
    request: shownRequest(document),
    imported: { name: 'picture', settings: shownForeign(document) },
  });
  return name.replace(/\.png$/, type === 'jpeg' ? '.jpg' : `.${type}`);
}

/** What the table shows is none of the results, which have such actions of their own. */
const isOwn = () =>
  shownBounds(session.document) !== null &&
  (shownCandidate(session.document) !== null || openedResult() === null) &&
  useRoute.getState().screen === 'canvas';

function onArtwork(
  action: Pick<Action, 'id' | 'label' | 'also' | 'shortcuts'>,
  run: (bounds: Rect) => Promise<void>,
): Action {
  return {
    ...action,
    group: 'Picture',
    enabled: isOwn,
    run: async () => {
      const bounds = shownBounds(session.document);
      if (!bounds) return;
      try {
        await run(bounds);
      } catch (thrown) {
        reportProblem('storage', toOutpaneError(thrown));
      }
    },
  };
}

const asPng = (region: Rect) => exportArtwork({ type: 'png', quality: 1, region, settings: true });

export const downloadArtworkAction = onArtwork(
  { id: 'download-artwork', label: 'Download', also: 'Save', shortcuts: ['Mod+S', 'D'] },
  async (bounds) => saveFile(await asPng(bounds), exportName('png')),
);

export const copyArtworkAction = onArtwork(
  { id: 'copy-artwork', label: 'Copy picture', shortcuts: ['C'] },
  async (bounds) => {
    try {
      // A promise in the item: Safari wants the write to begin in the click itself.
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(bounds) })]);
      notify('Picture copied.');
    } catch {
      notify('The browser did not allow copying. Use Download instead.');
    }
  },
);

export const keepArtworkAction = onArtwork({ id: 'keep-artwork', label: 'Keep in Results' }, async () => {
  const { document } = session;
  const request = shownRequest(document);
  if (!request) {
    notify('Results hold what Outpane has made. Use Download for this picture.');
    return;
  }
  if (shownCandidate(document) || !(await holdKept(document))) await keepWhole(document, request);
  notify('Kept in Results.');
});

export const ARTWORK_ACTIONS: readonly Action[] = [downloadArtworkAction, copyArtworkAction, keepArtworkAction];
