import type { ModelPhase } from '../../engineState/model';
import type { RunState } from '../../jobs/run';
import { progress, statusFacts } from '../../jobs/runStatus';

/** The status in words that change seldom enough to be read out: start, quarters of the way, end. */
export function milestone(run: RunState, model: ModelPhase): string {
  if (run.status === 'idle' && (run.outcome || model.status !== 'downloading')) return statusFacts(run, model)[0] ?? '';
  if (model.status === 'downloading') {
    const quarter = Math.floor((4 * model.receivedBytes) / model.totalBytes);
    return quarter > 0 && quarter < 4 ? `Downloading the model, ${quarter * 25} percent` : 'Downloading the model';
  }
  const done = progress(run, model);
  const quarter = Math.floor(4 * (done ?? 0));
  return quarter > 0 ? `Forming, ${quarter * 25} percent` : 'Forming';
}
