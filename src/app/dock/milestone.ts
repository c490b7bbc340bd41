import type { ModelPhase } from '../../engineState/model';
import { activeJob } from '../../jobs/jobQueue';
import { progress, statusFacts } from '../../jobs/runStatus';
import type { Working } from '../../jobs/runStatus';

/** The status in words that change seldom enough to be read out: start, quarters of the way, end. */
export function milestone(working: Working, model: ModelPhase): string {
  const idle = activeJob(working) === null;
  if (idle && (working.lastEnd || model.status !== 'downloading')) return statusFacts(working, model)[0] ?? '';
  if (model.status === 'downloading') {
    const quarter = Math.floor((4 * model.receivedBytes) / model.totalBytes);
    return quarter > 0 && quarter < 4 ? `Downloading the model, ${quarter * 25} percent` : 'Downloading the model';
  }
  const done = progress(working, model);
  const quarter = Math.floor(4 * (done ?? 0));
  return quarter > 0 ? `Forming, ${quarter * 25} percent` : 'Forming';
}
