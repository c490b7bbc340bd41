import { useEffect, useState } from 'react';
import { prepareModel, useModel } from '../../engineState/model';
import { useJobs } from '../../jobs/jobs';
import { statusFacts } from '../../jobs/runStatus';
import { Button } from '../../ui/Button';
import { VisuallyHidden } from '../../ui/VisuallyHidden';
import { milestone } from './milestone';
import styles from './StatusLine.module.css';

/** What goes on, in words. The line changes with every step, so it is not read out by itself: `Announcer` does that, seldom. */
export function StatusLine({ running }: { running: boolean }) {
  const queue = useJobs((state) => state);
  const model = useModel((state) => state.phase);
  const facts = statusFacts(queue, model);
  return (
    <>
      {model.status === 'asking' && !running ? (
        <div className={styles.ask}>
          <Button look="soft" onClick={() => void prepareModel().catch(() => undefined)}>
            Get the model ({Math.ceil(model.bytes / 1e6)} MB)
          </Button>
        </div>
      ) : null}
      <div role="status" aria-live="off" className={`${styles.status} ${running ? styles.running : ''}`}>
        {facts.map((fact, i) => (
          <span key={i} className={styles.fact}>
            {i > 0 && <span className={styles.dot}> · </span>}
            {fact}
          </span>
        ))}
      </div>
      <Announcer />
    </>
  );
}

/** Tells a screen reader the start, the quarters of the way and the end, and the model's way here. */
function Announcer() {
  const queue = useJobs((state) => state);
  const model = useModel((state) => state.phase);
  const text = milestone(queue, model);
  const [said, setSaid] = useState('');
  useEffect(() => {
    // A little later: of several that come at once, only the last is said.
    const timer = window.setTimeout(() => setSaid(text), 600);
    return () => window.clearTimeout(timer);
  }, [text]);
  return <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>;
}
