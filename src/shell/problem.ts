import { create } from 'zustand';
import type { OutpaneError } from '../protocol/errors';

/**
 * What went wrong where: `run` a generation, `model` fetching or loading it, `storage` keeping a picture, `picture` opening a file
 * on the canvas, `backup` restoring one, `app` a part of the app itself.
 */
export interface Problem {
  error: OutpaneError;
  from: 'run' | 'model' | 'storage' | 'picture' | 'backup' | 'app';
}

/** The one thing that is wrong now. A newer one takes its place: it is what the person has just tried. */
export const useProblem = create<{ problem: Problem | null }>(() => ({ problem: null }));

export function reportProblem(from: Problem['from'], error: OutpaneError): void {
  if (error.code !== 'cancelled') useProblem.setState({ problem: { from, error } });
}

/** Takes the problem away; with `from`, only one from there. */
export function clearProblem(from?: Problem['from']): void {
  const { problem } = useProblem.getState();
  if (problem && (from === undefined || problem.from === from)) useProblem.setState({ problem: null });
}
