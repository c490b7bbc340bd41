import { RotateCcw, X } from 'lucide-react';
import { useId, useRef } from 'react';
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
  const root = useRef<HTMLDivElement>(null);
  /** The button that was pressed goes with its job: the focus stays in the list. */
  const stay = (run: () => void) => {
    run();
    root.current?.focus();
  };
  return (
    <div ref={root} className={styles.queue} tabIndex={-1}>
      {list.length > 0 ? (
        <ul className={styles.list} aria-label="Queue">
          {list.map((job) => (
            <Row key={job.id} job={job} stay={stay} />
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
        <Button look="soft" onClick={() => stay(cancelAll.run)}>
          Cancel all
        </Button>
      )}
    </div>
  );
}

function Row({ job, stay }: { job: Job; stay: (run: () => void) => void }) {
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
          <Button look="soft" aria-describedby={id} onClick={() => stay(() => jobs.startAgain(job.id))}>
            <RotateCcw size={16} aria-hidden />
            Start again
          </Button>
          <IconButton label="Dismiss" aria-describedby={id} onClick={() => stay(() => jobs.dismiss(job.id))}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      ) : (
        <Button aria-describedby={id} onClick={() => stay(() => jobs.cancel(job.id))}>
          Cancel
        </Button>
      )}
    </li>
  );
}
