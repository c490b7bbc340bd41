import { useModel } from '../../engineState/model';
import { activeJob } from '../../jobs/jobQueue';
import { useJobs } from '../../jobs/jobs';
import { progress } from '../../jobs/runStatus';
import styles from './ProgressLine.module.css';

/** The thin line along the dock's top edge, while something runs. */
export function ProgressLine() {
  const queue = useJobs((state) => state);
  const model = useModel((state) => state.phase);
  if (!activeJob(queue)) return null;
  const done = progress(queue, model);
  return (
    <div
      className={styles.line}
      role="progressbar"
      aria-label="Progress"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={done === null ? undefined : Math.round(done * 100)}
    >
      {done === null ? (
        <div className={styles.unknown} />
      ) : (
        <div className={styles.done} style={{ transform: `scaleX(${done})` }} />
      )}
    </div>
  );
}
