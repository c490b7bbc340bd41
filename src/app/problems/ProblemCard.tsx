import { TriangleAlert, X } from 'lucide-react';
import { useId, useState } from 'react';
import { remediesFor } from '../../actions/remedies';
import { clearProblem, useProblem, type Problem } from '../../shell/problem';
import { Button, IconButton } from '../../ui/Button';
import { TechnicalText } from '../../ui/TechnicalText';
import styles from './ProblemCard.module.css';

/** What went wrong, what is safe, and the next thing to do. */
export function ProblemCard() {
  const problem = useProblem((state) => state.problem);
  return (
    <div role="alert" className={styles.place}>
      {problem && <Card key={problem.error.message} problem={problem} />}
    </div>
  );
}

function Card({ problem }: { problem: Problem }) {
  const [open, setOpen] = useState(false);
  const causeId = useId();
  const { error } = problem;
  const remedies = remediesFor(problem);
  return (
    <div className={styles.card}>
      <TriangleAlert className={styles.icon} size={16} aria-hidden />
      <div className={styles.body}>
        <p className={styles.message}>{error.message}</p>
        <p className={styles.hint}>{error.hint}</p>
        <div className={styles.buttons}>
          {remedies.map((remedy, i) => (
            <Button
              key={remedy.label}
              look={i === 0 ? 'accent' : 'soft'}
              onClick={() => {
                clearProblem();
                void remedy.run();
              }}
            >
              {remedy.label}
            </Button>
          ))}
          {error.cause && (
            <Button className={styles.more} aria-expanded={open} aria-controls={causeId} onClick={() => setOpen(!open)}>
              {open ? 'Hide details' : 'Details'}
            </Button>
          )}
        </div>
        {open && (
          <div className={styles.cause}>
            <TechnicalText id={causeId} label="What the engine said" text={`${error.code}: ${error.cause ?? ''}`} />
          </div>
        )}
      </div>
      <IconButton label="Dismiss" onClick={() => clearProblem()}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
