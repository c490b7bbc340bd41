import { part } from '../platform/part';
import { editMode } from './editMode';
import { finishForming } from './forming';
import { openedResult } from '../library/openedResult';
import { addResult } from '../library/results';
import { isRunning, runJob, useRun } from './run';
import type { Job } from './run';
import { toRequest, useSettings } from '../settings/settings';

/** A picture of its own, as the settings say. It becomes a result and is opened on the table. */
const newPicture: Job = {
  prepare: async (card) => {
    const request = toRequest(useSettings.getState(), card);
    const { width, height } = request;
    return { request, region: { x: 0, y: 0, width, height }, alone: true };
  },
  picture: async (picture) => {
    finishForming(picture.index, picture.image);
    // Whoever has gone on to another picture meanwhile is not called back from it.
    const { id } = await addResult(picture, useRun.getState().watching);
    await openedResult();
    return id;
  },
};

/** The first picture does without them. */
const loadEdits = part(() => import('./editRun'));

/**
 * Makes what the prompt and the state of the table ask for: a new picture, or the edit that is prepared. Never rejects. Does
 * nothing while a run is under way.
 */
export async function generate(): Promise<void> {
  if (isRunning()) return;
  const mode = editMode();
  if (mode === 'generate') return runJob(newPicture);
  const { chooseEdit } = await loadEdits();
  // Where they had to be waited for, the person may have gone on to something else.
  const job = mode === editMode() ? chooseEdit(mode) : null;
  if (job) await runJob(job);
}

/** A new picture whatever is prepared on the table. */
export async function generateNew(): Promise<void> {
  await runJob(newPicture);
}

/** Pictures near the one on the table: its own prompt and settings, noise near its own. */
export async function generateVariations(): Promise<void> {
  const job = (await loadEdits()).variationsJob();
  if (job) await runJob(job);
}
