import { RANGES } from '../protocol/ranges';
import type { Launch } from '../pwa/launch';
import { focusHandle } from '../shell/handles';
import { notify } from '../shell/notices';
import { goTo, useRoute } from '../shell/route';
import { isWorking } from '../jobs/jobs';
import { useSettings } from '../settings/settings';
import { newPictureAction } from '../actions/generateActions';
import { receiveFiles } from '../exchange/receive';

/**
 * What the app was opened with: a new picture, pictures, words for the prompt. Nothing runs by itself, and nothing that
 * runs is disturbed.
 */
export function openLaunch({ files, text, fresh }: Launch): void {
  // Several pictures go into the gallery, wherever they come from.
  const forCanvas = fresh || text.trim() !== '' || files.length === 1;
  if (forCanvas && useRoute.getState().screen !== 'canvas') goTo('canvas');
  if (fresh) void newPictureAction.run();
  if (files.length > 0) void receiveFiles(files);
  // As much as the prompt's own field takes.
  const prompt = text.trim().slice(0, RANGES.prompt.max);
  if (prompt === '') return;
  useSettings.getState().set({ prompt });
  focusHandle('prompt');
  notify(isWorking() ? 'The shared words wait in the prompt.' : 'The shared words are in the prompt.');
}
