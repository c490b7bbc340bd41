import { useStore } from 'zustand';
import { ownDocument, session } from '../editor/editor';
import { sameTiles } from '../editor/tiles';
import type { ArtDocument } from '../editor/document';
import { openResult } from '../library/openedResult';
import { engine } from '../engineState/engine';
import { followGeneration, prepareModel, useModel } from '../engineState/model';
import { part } from '../platform/part';
import { toOutpaneError } from '../protocol/errors';
import { notify } from '../shell/notices';
import { reportProblem } from '../shell/problem';
import { useSettings } from '../settings/settings';
import type { Job } from './job';
import { activeJob, isBusy, JobQueue } from './jobQueue';
import type { JobWorld, QueueState } from './jobQueue';
import { JobRecords, storedTiles, tilesOf } from './jobRecords';
import { pictureTask } from './pictureRun';
import { openTab } from './tab';

/** The first picture does without them. */
const loadEdits = part(() => import('./editRun'));

const records = new JobRecords();

const world: JobWorld = {
  model: prepareModel,
  prepare: async ({ id, work }, card) => {
    if (work.kind === 'picture') return pictureTask(work, () => jobs.store.getState().watching, card);
    return (await loadEdits()).editTask(work, id, card);
  },
  generate: async ({ request, source }, signal, onEvent) => {
    const following = followGeneration();
    // The decoder looks where that is cheap; else the engine falls back to the matrix by itself.
    const preview = useSettings.getState().previews ? 'decoder' : 'off';
    const { cardUrl } = useModel.getState();
    try {
      await engine().request(
        'generate',
        { cardUrl, request, preview, source },
        {
          signal,
          giveUpSource: true,
          onEvent: (event) => {
            following.event(event);
            if (event.kind === 'notice') notify(event.message);
            onEvent(event);
          },
        },
      );
      following.end(null);
    } catch (thrown) {
      following.end(toOutpaneError(thrown));
      throw thrown;
    }
  },
  report: (error) => {
    // What is wrong with the model is said already.
    if (useModel.getState().phase.status !== 'failed') reportProblem('run', error);
  },
  records,
  now: () => Date.now(),
  clock: () => performance.now(),
};

/** The page's one queue. */
export const jobs = new JobQueue(world);

export const useJobs = <T>(select: (state: QueueState) => T): T => useStore(jobs.store, select);

/** Something runs, or is going to by itself: a reload would stop it. */
export const isWorking = (): boolean => isBusy(jobs.store.getState());

/**
 * The job that the table shows: a new picture while the person watches it form, an edit while the document is the one it was
 * asked for. Null while none is at work.
 */
export function shownJob(state: QueueState, document: ArtDocument): Job | null {
  const job = activeJob(state);
  if (!job) return null;
  const { work } = job;
  const shown = work.kind === 'picture' ? state.watching : sameTiles(work.base.tiles, document.tiles);
  return shown ? job : null;
}

/** An edit of the document as it lies on the table is at work. */
export const isEditing = (state: QueueState, document: ArtDocument): boolean =>
  shownJob(state, document)?.work.kind === 'edit';

/** The table shows what forms again, or the new picture that has come of it last. */
export function watchAgain(): void {
  jobs.watch(true);
  const state = activeJob(jobs.store.getState())?.state;
  if (state && 'landed' in state && state.landed !== null) void openResult(state.landed);
}

/** The table shows what lies there: the person does something with it. What forms goes on forming. */
export const lookAtTable = (): void => jobs.watch(false);

/**
 * Before the editor opens: what waiting edits start from is not swept away with what the history has forgotten. Never rejects.
 */
export async function reserveTiles(): Promise<void> {
  const stored = await storedTiles();
  session.reserved = () => [...stored, ...jobs.store.getState().jobs.flatMap((job) => [...tilesOf(job.work)])];
}

/** After the editor has opened: brings back the jobs that waited when the page went, and goes on with them. Never rejects. */
export async function restoreJobs(): Promise<void> {
  const { jobs: found, unreadable } = await records.open(await openTab(), ownDocument());
  // What is made now must not drive away what the person has come back to.
  if (session.document.bounds && !isWorking()) lookAtTable();
  jobs.restore(found, unreadable);
}

/** Follows the model for as long as the page lives: what waited for it goes on when it can be had. Returns the way to stop. */
export function followModel(): () => void {
  return useModel.subscribe(({ phase }, { phase: before }) => {
    if (phase !== before && phase.status === 'ready') jobs.resume();
  });
}
