import { RotateCcw, X } from 'lucide-react';
import { useId } from 'react';
import { cancelAllAction } from '../../actions/generateActions';
import { isActive, makingOf, mayStartAgain } from '../../jobs/job';
import type { Job } from '../../jobs/job';
import { jobs, useJobs } from '../../jobs/jobs';
import { jobFactsOf, jobStatus } from '../../jobs/runStatus';
import { useModel } from '../../engineState/model';
import { Button, IconButton } from '../../ui/Button';
import { useAction } from '../useAction';
import styles from './QueueList.module.css';

/** What runs, what waits behind it, and what did not come to its end. */
export default function QueueList() {
  const list = useJobs((state) => state.jobs);
  const unreadable = useJobs((state) => state.unreadable);
  const cancelAll = useAction(cancelAllAction);
  return (
    <div className={styles.queue}>
      {list.length > 0 ? (
        <ul className={styles.list} aria-label="Queue">
          {list.map((job) => (
            <Row key={job.id} job={job} />
          ))}
        </ul>
      ) : (
        <p className={styles.note}>Nothing is waiting.</p>
      )}
      {unreadable > 0 && (
        <p className={styles.note}>
          {unreadable === 1 ? '1 job can’t' : `${unreadable} jobs can’t`} be read by this version. Nothing of it is
          lost: a newer one can.
        </p>
      )}
      {cancelAll.enabled && (
        <Button look="soft" onClick={cancelAll.run}>
          Cancel all
        </Button>
      )}
    </div>
  );
}

function Row({ job }: { job: Job }) {
  const id = useId();
  const status = useModel((state) => jobStatus(job, state.phase));
  const { prompt } = makingOf(job);
  const end = job.state.phase === 'ended' ? job.state.end : null;
  return (
    <li className={styles.job} data-active={isActive(job) || undefined}>
      <div className={styles.words}>
        <p id={id} className={styles.prompt}>
          {prompt.trim() || 'No prompt'}
        </p>
        <p className={styles.facts}>{jobFactsOf(job).join(' · ')}</p>
        <p className={styles.status} data-failed={end?.kind === 'failed' || undefined}>
          {status}
        </p>
        {end?.kind === 'failed' && <p className={styles.facts}>{end.error.hint}</p>}
      </div>
      {mayStartAgain(job.state) ? (
        <div className={styles.buttons}>
          <Button look="soft" aria-describedby={id} onClick={() => jobs.startAgain(job.id)}>
            <RotateCcw size={16} aria-hidden />
            Start again
          </Button>
          <IconButton label="Dismiss" aria-describedby={id} onClick={() => jobs.dismiss(job.id)}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      ) : (
        <Button aria-describedby={id} onClick={() => jobs.cancel(job.id)}>
          Cancel
        </Button>
      )}
    </li>
  );
}
