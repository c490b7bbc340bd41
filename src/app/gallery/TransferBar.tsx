import { useTransfer } from '../../exchange/runTransfer';
import { Button } from '../../ui/Button';
import styles from './TransferBar.module.css';

/** An export or import that is under way, and the way to stop it. */
export function TransferBar() {
  const transfer = useTransfer((state) => state.transfer);
  return (
    <div role="status" className={styles.place}>
      {transfer && (
        <div className={styles.bar}>
          <span className={styles.label}>{transfer.label}</span>
          <progress className={styles.progress} aria-label={transfer.label} value={transfer.done ?? undefined} />
          <Button look="soft" onClick={transfer.cancel}>
            Stop
          </Button>
        </div>
      )}
    </div>
  );
}
