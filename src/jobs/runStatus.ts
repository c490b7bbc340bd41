import { downloadText } from '../protocol/byteText';
import type { ModelPhase } from '../engineState/model';
import type { RunState } from './run';

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

/** What the app does now, for the line in the dock: short facts, the first the most important. */
export function statusFacts(run: RunState, model: ModelPhase): string[] {
  if (run.status !== 'idle') return runFacts(run, model);
  if (run.outcome?.kind === 'done') return [doneIn(run.outcome.seconds)];
  if (run.outcome?.kind === 'cancelled') return ['Cancelled'];
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

function runFacts(run: RunState, model: ModelPhase): string[] {
  const { step, phase } = run;
  if (run.status === 'waiting') return modelFacts(model);
  if (phase === 'loading') return model.status === 'downloading' ? modelFacts(model) : ['Loading the model'];
  if (phase === 'decoding' && step && step.step === step.steps && step.tile === step.tiles) {
    return [...which(step), 'Finishing'];
  }
  if (!step) return [phase === 'encodingPrompt' ? 'Reading the prompt' : 'Starting'];
  const facts = [`Step ${step.step} of ${step.steps}`, ...which(step)];
  if (step.stepSeconds > 0) facts.push(`${duration(step.stepSeconds)} a step`);
  if (step.secondsLeft > 0) facts.push(`${timeLeft(step.secondsLeft)} left`);
  return facts;
}

const which = ({ picture, pictures, tile, tiles }: NonNullable<RunState['step']>) => [
  ...(pictures > 1 ? [`picture ${picture + 1} of ${pictures}`] : []),
  ...(tiles > 1 ? [`part ${tile} of ${tiles}`] : []),
];

/** How far the run is, 0..1; null when nothing runs or how far can't be known. */
export function progress(run: RunState, model: ModelPhase): number | null {
  if (run.status === 'waiting' && model.status === 'downloading') return model.receivedBytes / model.totalBytes;
  if (run.status === 'idle' || !run.step) return null;
  const { picture, pictures, tile, tiles, step, steps } = run.step;
  return (picture + (tile - 1 + step / steps) / tiles) / pictures;
}
