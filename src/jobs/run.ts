import { create } from 'zustand';
import type { Rect } from '../geometry/rect';
import type { ModelCard } from '../models/modelCard';
import { OutpaneError, toOutpaneError } from '../protocol/errors';
import type { GenerationRequest } from '../protocol/generationRequest';
import type { EngineEvent, FinishedPicture, Source } from '../protocol/messages';
import { engine } from '../engineState/engine';
import { beginForming, endForming, followForming, showForming } from './forming';
import { followPreparation, followRevision, prepareModel, useModel } from '../engineState/model';
import { notify } from '../shell/notices';
import { clearProblem, reportProblem } from '../shell/problem';
import { useResults } from '../library/results';
import { randomSeed, useSettings } from '../settings/settings';

type Phase = Extract<EngineEvent, { kind: 'phase' }>['phase'];
export type Step = Extract<EngineEvent, { kind: 'step' }>;

export type Making = Pick<GenerationRequest, 'prompt' | 'width' | 'height' | 'steps' | 'seed'>;

export interface RunState {
  /** `waiting`: for the model, which may still be on its way. */
  status: 'idle' | 'waiting' | 'running';
  phase: Phase | null;
  /** The last step that is done, of this run. */
  step: Step | null;
  /** What this run makes; null while none does. `width` and `height` in pixels, `seed` of the first picture. */
  making: Making | null;
  /** How the last run ended. */
  outcome: { kind: 'done'; seconds: number } | { kind: 'cancelled' } | { kind: 'failed' } | null;
  /** Whether the stage shows what forms; false when the person looks at another picture meanwhile. */
  watching: boolean;
  /** The picture that the running request has finished last. */
  landed: string | null;
}

const IDLE: RunState = {
  status: 'idle',
  phase: null,
  step: null,
  making: null,
  outcome: null,
  watching: false,
  landed: null,
};

export const useRun = create<RunState>(() => IDLE);

export const isRunning = () => useRun.getState().status !== 'idle';

let stop: AbortController | null = null;

/** What goes to the engine, and where on the plane its answer is going to lie. */
export interface PreparedJob {
  request: GenerationRequest;
  source?: Source;
  region: Rect;
  /** A picture of its own, not a part of the one on the table. */
  alone: boolean;
}

/** Something to make: a new picture, an edit. */
export interface Job {
  prepare(card: ModelCard): Promise<PreparedJob>;
  /** Keeps a finished picture. Resolves with its id where it is a result of its own, once the table shows it. */
  picture(picture: FinishedPicture): Promise<string | null>;
  /** The run ended before its end: what is whole may be kept. */
  stopped?(): Promise<void>;
}

/**
 * Runs a job. Waits for the model where needed. Never rejects: what went wrong is reported as the page's problem. Does
 * nothing while a run is under way.
 */
export async function runJob(job: Job): Promise<void> {
  if (isRunning()) return;
  const settings = useSettings.getState();
  if (settings.randomSeed) settings.set({ seed: randomSeed() });
  clearProblem();
  stop = new AbortController();
  const { signal } = stop;
  useRun.setState({ ...IDLE, status: 'waiting', making: useSettings.getState(), watching: true });
  let outcome: RunState['outcome'];
  try {
    outcome = { kind: 'done', seconds: await run(job, signal) };
  } catch (thrown) {
    const error = toOutpaneError(thrown);
    await job.stopped?.().catch(() => undefined);
    // A worker that was ended on purpose rejects as cancelled, too: the person sees the same calm word.
    outcome = { kind: error.code === 'cancelled' ? 'cancelled' : 'failed' };
    if (useModel.getState().phase.status !== 'failed') reportProblem('run', error);
  }
  stop = null;
  endForming();
  useRun.setState({ ...IDLE, outcome });
}

async function run(job: Job, signal: AbortSignal): Promise<number> {
  const card = await untilAborted(prepareModel(), signal);
  const { request, source, region, alone } = await job.prepare(card);
  useSettings.getState().set({ seed: request.seed });
  useRun.setState({ status: 'running', making: request });
  beginForming(region, request.edit?.region ?? region, alone);
  const begin = performance.now();
  // One after the other, so that the list has the pictures in the order they were made.
  let keeping: Promise<unknown> = Promise.resolve();
  // The decoder looks where that is cheap; else the engine falls back to the matrix by itself.
  const preview = useSettings.getState().previews ? 'decoder' : 'off';
  await engine().request(
    'generate',
    { cardUrl: useModel.getState().cardUrl, request, preview, source },
    {
      signal,
      giveUpSource: true,
      onEvent: (event) => {
        if (event.kind === 'picture') {
          const { picture } = event;
          keeping = keeping.then(async () => useRun.setState({ landed: await job.picture(picture) }));
        } else follow(event);
      },
    },
  );
  await keeping;
  return (performance.now() - begin) / 1000;
}

function follow(event: EngineEvent): void {
  if (event.kind === 'phase') useRun.setState({ phase: event.phase });
  else if (event.kind === 'step') useRun.setState({ step: event });
  else if (event.kind === 'preview' || event.kind === 'tile') followForming(event);
  else if (event.kind === 'notice') notify(event.message);
  else if (event.kind === 'revision') void followRevision();
  else if (event.kind === 'download') {
    followPreparation(event);
    useRun.setState({ phase: 'loading' });
  }
}

/** The same promise, given up (not ended) when the signal says so: others may wait for it, too. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new OutpaneError({ code: 'cancelled', message: 'Cancelled.', hint: 'The model goes on loading.' }));
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Stops the run; it ends within a step. Whole pictures are kept, the forming one is not. */
export function cancelRun(): void {
  stop?.abort();
}

/** The stage shows a kept picture (or, with null, what is forming) while the run goes on. */
export function watchRun(watching: boolean): void {
  useRun.setState({ watching });
  showForming(watching);
  const { landed } = useRun.getState();
  if (watching && landed) useResults.setState({ selected: landed });
}
