import { downloadText } from '../protocol/byteText';
import type { ModelPhase } from '../engineState/model';
import { makingOf } from './job';
import type { Job, JobState, Step } from './job';
import { activeJob } from './jobQueue';
import type { QueueState } from './jobQueue';

/** "0.84 s", "4.1 s", "25 s", "3 min". */
export function duration(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** A guess, so in whole seconds or minutes. */
const timeLeft = (seconds: number) =>
  seconds < 90 ? `${Math.max(1, Math.ceil(seconds))} s` : `${Math.round(seconds / 60)} min`;

/** "Done in S s": always in seconds, one decimal while that says something. */
export const doneIn = (seconds: number) => `Done in ${seconds < 100 ? seconds.toFixed(1) : Math.round(seconds)} s`;

/** What the words and the line in the dock are about. */
export type Working = Pick<QueueState, 'jobs' | 'lastEnd'>;

/** What the app does now, for the line in the dock: short facts, the first the most important. */
export function statusFacts(working: Working, model: ModelPhase): string[] {
  const job = activeJob(working);
  if (job) return jobFacts(job.state, model);
  if (working.lastEnd?.kind === 'done') return [doneIn(working.lastEnd.seconds)];
  if (working.lastEnd?.kind === 'cancelled') return ['Cancelled'];
  return modelFacts(model);
}

function modelFacts(model: ModelPhase): string[] {
  switch (model.status) {
    case 'opening':
      return ['Loading'];
    case 'asking':
      return [];
    case 'downloading':
      return [`Downloading the model: ${downloadText(model.receivedBytes, model.totalBytes)}`];
    case 'loading':
      return ['Loading the model'];
    case 'ready':
      return ['Ready'];
    case 'failed':
      return [];
  }
}

function jobFacts(state: JobState, model: ModelPhase): string[] {
  // The model is there, and what the job starts from is being read.
  if (!('request' in state)) return model.status === 'ready' ? ['Starting'] : modelFacts(model);
  const { step, engine } = state;
  if (engine === 'loading') return model.status === 'downloading' ? modelFacts(model) : ['Loading the model'];
  const isLast = engine === 'decoding' && step && step.step === step.steps && step.tile === step.tiles;
  if (step && (isLast || state.phase === 'landing')) return [...which(step), 'Finishing'];
  if (!step) return [engine === 'encodingPrompt' ? 'Reading the prompt' : 'Starting'];
  const facts = [`Step ${step.step} of ${step.steps}`, ...which(step)];
  if (step.stepSeconds > 0) facts.push(`${duration(step.stepSeconds)} a step`);
  if (step.secondsLeft > 0) facts.push(`${timeLeft(step.secondsLeft)} left`);
  return facts;
}

const which = ({ picture, pictures, tile, tiles }: Step) => [
  ...(pictures > 1 ? [`picture ${picture + 1} of ${pictures}`] : []),
  ...(tiles > 1 ? [`part ${tile} of ${tiles}`] : []),
];

/** How far the job at work is, 0..1; null when there is none, or how far can't be known. */
export function progress(working: Working, model: ModelPhase): number | null {
  const state = activeJob(working)?.state;
  if (!state) return null;
  if (!('step' in state)) return model.status === 'downloading' ? model.receivedBytes / model.totalBytes : null;
  if (!state.step) return null;
  const { picture, pictures, tile, tiles, step, steps } = state.step;
  return (picture + (tile - 1 + step / steps) / tiles) / pictures;
}

/** What a job makes, for the list of the queue: "Expand", "256 × 256", "2 pictures". */
export function jobFactsOf(job: Job): string[] {
  const { work } = job;
  const { width, height } = makingOf(job);
  const { pictures } = work.kind === 'edit' && work.order.kind === 'near' ? work.order.request : work.settings;
  return [
    ...(work.kind === 'edit' ? [work.label] : [`${width} × ${height}`]),
    ...(pictures > 1 ? [`${pictures} pictures`] : []),
  ];
}

/** How it stands with a job, for the list of the queue. */
export function jobStatus(job: Job, model: ModelPhase): string {
  const { state } = job;
  if (state.phase === 'queued') return 'Waiting';
  if (state.phase !== 'ended') return jobFacts(state, model)[0] ?? 'Waiting for the model';
  switch (state.end.kind) {
    case 'done':
      return doneIn(state.end.seconds);
    case 'cancelled':
      return 'Cancelled';
    case 'failed':
      return state.end.error.message;
    case 'interrupted':
      return state.end.by === 'reload' ? 'Interrupted by a reload' : 'Left over from a page that was closed';
  }
}
